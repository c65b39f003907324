import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlightAborted } from '@holdfast/core';
import { createGate, settle } from '@holdfast/testing';
import { createBench, scopes, until } from '../sts/make-client.ts';

const pop = { scopes, authenticationScheme: 'pop' } as const;

test('1,000 concurrent callers on an empty cache: one discovery, one key, one token request', async () => {
  const { client, sts, keys } = createBench();
  const all = await Promise.all(Array.from({ length: 1000 }, () => client.acquireTokenForClient(pop)));
  assert.equal(sts.metadataRequests().length, 1);
  assert.equal(sts.tokenRequests().length, 1);
  assert.equal(new Set(all.map(({ accessToken }) => accessToken)).size, 1);
  assert.equal(new Set(all.map(({ bindingThumbprint }) => bindingThumbprint)).size, 1);
  assert.ok(keys.length <= 2, 'the key in use and at most one in the pool');
  const sources = all.map(({ tokenSource }) => tokenSource);
  assert.equal(sources.filter((source) => source === 'network').length, 1);
  assert.equal(sources.filter((source) => source === 'shared').length, 999);
});

test('1,000 callers share one failure, and the next caller starts anew', async () => {
  const { client, sts, events } = createBench();
  sts.behaviour = { reply: { status: 400, json: { error: 'invalid_client', error_codes: [7000215] } } };
  const all = await Promise.allSettled(Array.from({ length: 1000 }, () => client.acquireTokenForClient({ scopes })));
  assert.equal(sts.tokenRequests().length, 1);
  assert.ok(all.every(({ status }) => status === 'rejected'));
  assert.equal(events.filter(({ name }) => name === 'token.failed').length, 1);
  sts.behaviour = {};
  assert.equal((await client.acquireTokenForClient({ scopes })).fromCache, false);
});

test('callers with different wishes do not share an answer', async () => {
  const { client, sts } = createBench();
  const claims = { access_token: { nbf: { essential: true } } };
  const results = await Promise.all([
    client.acquireTokenForClient({ scopes }),
    client.acquireTokenForClient({ scopes, claims }),
    client.acquireTokenForClient(pop),
    client.acquireTokenForClient({ ...pop, confirmation: 'jwk' }),
    client.acquireTokenForClient({ scopes: ['https://graph.example/.default'] }),
  ]);
  assert.equal(sts.tokenRequests().length, 5);
  assert.equal(sts.metadataRequests().length, 1);
  assert.equal(new Set(results.map(({ accessToken }) => accessToken)).size, 5);
});

test("a caller's abort ends only its own wait", async () => {
  const { client, sts } = createBench();
  const gate = createGate();
  sts.behaviour = { after: gate.opened };
  const leaving = new AbortController();
  const first = client.acquireTokenForClient({ scopes, signal: leaving.signal });
  const second = client.acquireTokenForClient({ scopes });
  await settle();
  leaving.abort(new Error('gone'));
  await assert.rejects(first, FlightAborted);
  gate.open();
  assert.equal((await second).tokenSource, 'shared');
  assert.equal(sts.tokenRequests().length, 1);
});

test('when the last caller has gone the request is aborted, quietly', async () => {
  const { client, sts, events } = createBench();
  sts.behaviour = { after: new Promise(() => {}) };
  const leaving = new AbortController();
  const only = client.acquireTokenForClient({ scopes, signal: leaving.signal });
  await until(() => sts.tokenRequests().length === 1);
  leaving.abort(new Error('gone'));
  await assert.rejects(only, FlightAborted);
  await settle();
  assert.equal(sts.tokenRequests()[0]?.request.signal.aborted, true);
  assert.deepEqual(events, []);
});

test('a caller who has aborted before it asks gets nothing', async () => {
  const { client, sts } = createBench();
  await assert.rejects(client.acquireTokenForClient({ scopes, signal: AbortSignal.abort() }), FlightAborted);
  assert.equal(sts.transport.requests.length, 0);
});

test('an authority that does not answer is given up after the time-out, in transport or callback', async () => {
  const silent = () => new Promise<never>(() => {});
  for (const option of [{ transport: silent }, { credential: silent }]) {
    const { client } = createBench({ ...option, timeoutMs: 20 });
    await assert.rejects(client.acquireTokenForClient({ scopes }), { code: 'ERR_TOKEN_ENDPOINT_TIMEOUT' });
  }
});

test('a broken connection is a typed error with its cause', async () => {
  const { client, sts } = createBench();
  const cause = new Error('connection reset');
  sts.behaviour = { reply: { fail: cause } };
  await assert.rejects(client.acquireTokenForClient({ scopes }), { code: 'ERR_TOKEN_ENDPOINT_UNREACHABLE', cause });
});

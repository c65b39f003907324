import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBench, scopes } from '../sts/make-client.ts';

const otherScopes = ['https://graph.example/.default'];

test('within Retry-After nothing is sent, and the error says how long (RFC 9110 section 10.2.3)', async () => {
  for (const status of [429, 503]) {
    const { client, sts, clock } = createBench();
    sts.behaviour = { reply: { status, headers: { 'retry-after': '30' } } };
    await assert.rejects(client.acquireTokenForClient({ scopes }), {
      name: 'TokenRequestRefused',
      status,
      retryAfterSeconds: 30,
    });
    clock.advance(10);
    sts.behaviour = {};
    await assert.rejects(client.acquireTokenForClient({ scopes }), {
      name: 'TokenEndpointThrottled',
      code: 'ERR_TOKEN_ENDPOINT_THROTTLED',
      retryAfterSeconds: 20,
    });
    assert.equal(sts.tokenRequests().length, 1);
    clock.advance(20);
    assert.equal((await client.acquireTokenForClient({ scopes })).fromCache, false);
  }
});

test('a pause is for its own key', async () => {
  const { client, sts } = createBench();
  sts.behaviour = { reply: { status: 429, headers: { 'retry-after': '30' } } };
  await assert.rejects(client.acquireTokenForClient({ scopes }));
  sts.behaviour = {};
  assert.equal((await client.acquireTokenForClient({ scopes: otherScopes })).fromCache, false);
  assert.equal((await client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' })).fromCache, false);
});

test('a valid cached token is served during a pause; a refused one is not', async () => {
  const { client, sts } = createBench();
  const first = await client.acquireTokenForClient({ scopes });
  sts.behaviour = { reply: { status: 429, headers: { 'retry-after': '30' } } };
  await assert.rejects(client.acquireTokenForClient({ scopes, forceRefresh: true }), { status: 429 });
  assert.equal((await client.acquireTokenForClient({ scopes })).accessToken, first.accessToken);
  await assert.rejects(client.acquireTokenForClient({ scopes, claims: '{}' }), {
    code: 'ERR_TOKEN_ENDPOINT_THROTTLED',
  });
  assert.equal(sts.tokenRequests().length, 2);
});

test('other statuses, and 429 without Retry-After, begin no pause', async () => {
  for (const reply of [{ status: 429 }, { status: 500, headers: { 'retry-after': '30' } }, { status: 400 }]) {
    const { client, sts } = createBench();
    sts.behaviour = { reply };
    await assert.rejects(client.acquireTokenForClient({ scopes }));
    sts.behaviour = {};
    assert.equal((await client.acquireTokenForClient({ scopes })).fromCache, false);
  }
});

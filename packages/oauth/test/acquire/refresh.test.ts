import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate, settle } from '@holdfast/testing';
import type { ClientEvent } from '../../src/events/token-event.ts';
import { createBench, scopes, type TestBench, until } from '../sts/make-client.ts';

const ask = ({ client }: TestBench) => client.acquireTokenForClient({ scopes });

/** Waits until so many refreshes in the background have come to an end. */
function refreshed({ events }: TestBench, count: number): Promise<void> {
  const isEnd = (event: ClientEvent): boolean =>
    (event.name === 'token.acquired' && event.source === 'network' && event.refreshReason === 'proactive') ||
    (event.name === 'token.failed' && event.refreshReason === 'proactive');
  return until(() => events.filter(isEnd).length >= count);
}

test('five minutes before expiry the token is refreshed in the background, without delay for anybody', async () => {
  const bench = createBench();
  const first = await ask(bench);
  bench.clock.advance(3299);
  assert.equal((await ask(bench)).refreshReason, undefined);
  bench.clock.advance(1);
  const gate = createGate();
  bench.sts.behaviour = { after: gate.opened };
  const callers = await Promise.all(Array.from({ length: 100 }, () => ask(bench)));
  for (const caller of callers) {
    assert.equal(caller.accessToken, first.accessToken);
    assert.equal(caller.fromCache, true);
    assert.equal(caller.refreshReason, 'proactive');
  }
  gate.open();
  await refreshed(bench, 1);
  assert.equal(bench.sts.tokenRequests().length, 2);
  const next = await ask(bench);
  assert.notEqual(next.accessToken, first.accessToken);
  assert.equal(next.fromCache, true);
});

test('refresh_in comes first', async () => {
  const bench = createBench();
  bench.sts.behaviour = { members: { expires_in: 86_400, refresh_in: 43_200 } };
  await ask(bench);
  bench.clock.advance(43_199);
  assert.equal((await ask(bench)).refreshReason, undefined);
  bench.clock.advance(1);
  assert.equal((await ask(bench)).refreshReason, 'proactive');
  await refreshed(bench, 1);
  assert.equal(bench.sts.tokenRequests().length, 2);
});

test('a refresh that fails harms nobody, and is not tried again at once', async () => {
  const failures = [
    { fail: new Error('connection reset') },
    { status: 500 },
    { status: 400, json: { error: 'invalid_client' } },
    { json: { token_type: 'mac', access_token: 'x', expires_in: 1 } },
  ];
  for (const reply of failures) {
    const bench = createBench();
    const first = await ask(bench);
    bench.clock.advance(3400);
    bench.sts.behaviour = { reply };
    assert.equal((await ask(bench)).accessToken, first.accessToken);
    await refreshed(bench, 1);
    bench.clock.advance(4);
    const during = await ask(bench);
    assert.equal(during.accessToken, first.accessToken);
    assert.equal(during.refreshReason, undefined, 'cooling down');
    await settle();
    assert.equal(bench.sts.tokenRequests().length, 2);
    bench.clock.advance(15);
    assert.equal((await ask(bench)).refreshReason, 'proactive');
    await refreshed(bench, 2);
    assert.equal(bench.sts.tokenRequests().length, 3);
  }
});

test('a refresh that fails for a hundred callers has failed once', async (t) => {
  t.mock.method(Math, 'random', () => 0.99);
  const bench = createBench();
  await ask(bench);
  bench.clock.advance(3300);
  bench.sts.behaviour = { reply: { status: 500 } };
  await Promise.all(Array.from({ length: 100 }, () => ask(bench)));
  await refreshed(bench, 1);
  bench.clock.advance(14);
  assert.equal((await ask(bench)).refreshReason, undefined);
  bench.clock.advance(1);
  assert.equal((await ask(bench)).refreshReason, 'proactive');
  await refreshed(bench, 2);
  bench.clock.advance(24);
  assert.equal((await ask(bench)).refreshReason, undefined, 'the second pause is longer');
});

test('a refresh that is throttled waits as long as the authority says', async () => {
  const bench = createBench();
  await ask(bench);
  bench.clock.advance(3300);
  bench.sts.behaviour = { reply: { status: 429, headers: { 'retry-after': '60' } } };
  await ask(bench);
  await refreshed(bench, 1);
  bench.clock.advance(59);
  assert.equal((await ask(bench)).refreshReason, undefined);
  bench.clock.advance(1);
  assert.equal((await ask(bench)).refreshReason, 'proactive');
});

test('an expired token is not given out', async () => {
  const bench = createBench();
  const first = await ask(bench);
  bench.clock.advance(3600);
  const second = await ask(bench);
  assert.notEqual(second.accessToken, first.accessToken);
  assert.equal(second.refreshReason, 'expired');
  bench.clock.advance(3600);
  bench.sts.behaviour = { reply: { status: 500 } };
  await assert.rejects(ask(bench), { code: 'ERR_TOKEN_REQUEST_REFUSED' });
});

test('a background refresh goes on when the caller who started it has gone', async () => {
  const bench = createBench();
  await ask(bench);
  bench.clock.advance(3300);
  const caller = new AbortController();
  await bench.client.acquireTokenForClient({ scopes, signal: caller.signal });
  caller.abort();
  await refreshed(bench, 1);
  assert.equal(bench.sts.tokenRequests()[1]?.request.signal.aborted, false);
});

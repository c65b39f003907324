import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { after, afterEach, before, suite, test } from 'node:test';
import { sha256Hex } from '@holdfast/core';
import type { ClientEvent } from '@holdfast/node';
import type { Counts } from '../support/admin.ts';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const pop = { scopes, authenticationScheme: 'pop' } as const;

suite('how often the authority is asked', () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.admin.clearFaults());
  after(() => scene?.close());

  async function asked(work: () => Promise<unknown>): Promise<Counts> {
    const before = await scene.admin.counts();
    await work();
    const now = await scene.admin.counts();
    return {
      token: now.token - before.token,
      discovery: now.discovery - before.discovery,
      keys: now.keys - before.keys,
    };
  }

  for (const [name, request] of [
    ['bearer', { scopes }],
    ['pop', pop],
  ] as const) {
    test(`1,000 concurrent callers of ${name} cause one token request and one discovery`, async () => {
      const client = scene.client('daemon');
      const tokens = new Set<string>();
      const counts = await asked(async () => {
        const results = await Promise.all(Array.from({ length: 1000 }, () => client.acquireTokenForClient(request)));
        for (const { accessToken } of results) tokens.add(accessToken);
      });
      assert.deepEqual(counts, { token: 1, discovery: 1, keys: 0 });
      assert.equal(tokens.size, 1);
    });
  }

  test('accessTokenSha256ToRefresh: the refused token is refreshed once, however many say so', async () => {
    const client = scene.client('daemon');
    const refused = await client.acquireTokenForClient(pop);
    const accessTokenSha256ToRefresh = await sha256Hex(refused.accessToken);
    const claims = { access_token: { nbf: { essential: true, value: '1' } } };
    const refresh = { ...pop, claims, accessTokenSha256ToRefresh };
    const tokens = new Set<string>();
    const counts = await asked(async () => {
      for (const { accessToken } of await Promise.all([1, 2, 3].map(() => client.acquireTokenForClient(refresh))))
        tokens.add(accessToken);
    });
    assert.equal(counts.token, 1);
    assert.equal(tokens.size, 1);
    assert.equal(tokens.has(refused.accessToken), false);

    // Whoever comes later with the hash of the old token finds that somebody has refreshed already.
    const later = await asked(async () => {
      const token = await client.acquireTokenForClient(refresh);
      assert.equal(token.fromCache, true);
      assert.equal(tokens.has(token.accessToken), true);
    });
    assert.equal(later.token, 0);
  });

  test('accessTokenSha256ToRefresh: the hash of any other token leaves the cached one alone', async () => {
    const client = scene.client('daemon');
    const cached = await client.acquireTokenForClient({ scopes });
    const counts = await asked(async () => {
      const accessTokenSha256ToRefresh = await sha256Hex('some other token');
      const token = await client.acquireTokenForClient({ scopes, accessTokenSha256ToRefresh });
      assert.equal(token.accessToken, cached.accessToken);
    });
    assert.equal(counts.token, 0);
  });

  test('429 with Retry-After: a typed refusal, then silence until the time is over (RFC 6585 section 4)', async () => {
    let now = Date.now();
    const client = scene.client('daemon', { clock: () => now });
    await scene.admin.fault({ status: 429, headers: { 'retry-after': '7' }, times: 1 });
    const counts = await asked(async () => {
      await assert.rejects(client.acquireTokenForClient(pop), {
        code: 'ERR_TOKEN_REQUEST_REFUSED',
        status: 429,
        retryAfterSeconds: 7,
      });
      now += 5000;
      await assert.rejects(client.acquireTokenForClient(pop), {
        code: 'ERR_TOKEN_ENDPOINT_THROTTLED',
        retryAfterSeconds: 2,
      });
    });
    assert.equal(counts.token, 1);
    now += 2000;
    assert.equal((await client.acquireTokenForClient(pop)).tokenType, 'pop');
  });

  test('503 while a good token is due for refresh: the caller gets the good token, and later a new one', async () => {
    let now = Date.now();
    const happened = new EventEmitter();
    const events = (event: ClientEvent): void => void happened.emit(event.name, event);
    const client = scene.client('daemon', { clock: () => now, events });
    const first = await client.acquireTokenForClient(pop);
    now = first.refreshOn.getTime() + 1000;

    await scene.admin.fault({ status: 503, headers: { 'retry-after': '30' }, times: 1 });
    const counts = await asked(async () => {
      const failed = once(happened, 'token.failed');
      const during = await client.acquireTokenForClient(pop);
      assert.deepEqual([during.accessToken, during.refreshReason], [first.accessToken, 'proactive']);
      const [{ status, refreshReason }] = (await failed) as [Extract<ClientEvent, { name: 'token.failed' }>];
      assert.deepEqual([status, refreshReason], [503, 'proactive']);
      // The failure has been dealt with by the time the authority has answered something else.
      await scene.admin.counts();
      const afterwards = await client.acquireTokenForClient(pop);
      assert.deepEqual([afterwards.accessToken, afterwards.refreshReason], [first.accessToken, undefined]);
    });
    assert.equal(counts.token, 1);

    now += 30_000;
    const renewed = new Promise((resolve) => {
      happened.on('token.acquired', (event: Extract<ClientEvent, { name: 'token.acquired' }>) => {
        if (event.source === 'network') resolve(event);
      });
    });
    assert.equal((await client.acquireTokenForClient(pop)).accessToken, first.accessToken);
    await renewed;
    const second = await client.acquireTokenForClient(pop);
    assert.deepEqual([second.fromCache, second.accessToken === first.accessToken], [true, false]);
  });

  test('503 without a token at hand is told to the caller', async () => {
    const client = scene.client('daemon');
    await scene.admin.fault({ status: 503, times: 1 });
    await assert.rejects(client.acquireTokenForClient(pop), {
      code: 'ERR_TOKEN_REQUEST_REFUSED',
      status: 503,
      error: 'temporarily_unavailable',
      retryAfterSeconds: 1,
    });
  });

  test('a connection that is cut: one request, a typed failure, and the next caller is served', async () => {
    const client = scene.client('daemon');
    await client.acquireTokenForClient({ scopes });
    await scene.admin.fault({ reset: true, times: 1 });
    const counts = await asked(() =>
      assert.rejects(client.acquireTokenForClient(pop), { code: 'ERR_TOKEN_ENDPOINT_UNREACHABLE' }),
    );
    assert.equal(counts.token, 1);
    assert.equal((await client.acquireTokenForClient(pop)).tokenType, 'pop');
  });

  test('an authority that does not answer in time is given up', async () => {
    const client = scene.client('daemon', { timeoutMs: 500 });
    await client.acquireTokenForClient({ scopes });
    await scene.admin.fault({ delayMs: 60_000, times: 1 });
    await assert.rejects(client.acquireTokenForClient(pop), { code: 'ERR_TOKEN_ENDPOINT_TIMEOUT' });
  });
});

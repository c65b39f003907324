import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { generateSigningKey, sha256Hex } from '@holdfast/core';
import { settle, tokenStoreContract } from '@holdfast/testing';
import type { TokenStore } from '../../src/cache/token-store.ts';
import { createBench, scopes } from '../sts/make-client.ts';

interface OpenStore extends TokenStore {
  readonly entries: Map<string, string>;
  broken: boolean;
}

function createOpenStore(clock: () => number = Date.now): OpenStore {
  const entries = new Map<string, string>();
  const store: OpenStore = {
    entries,
    broken: false,
    async read(key) {
      if (store.broken) throw new Error('the store is away');
      return entries.get(key);
    },
    async write(key, value, expiresAt) {
      if (store.broken) throw new Error('the store is away');
      if (expiresAt > clock() / 1000) entries.set(key, value);
    },
  };
  return store;
}

tokenStoreContract('of these tests', ({ clock }) => createOpenStore(clock));

suite('tokens that processes share', () => {
  function twoProcesses(store: OpenStore) {
    return [createBench({ tokenStore: store }), createBench({ tokenStore: store })] as const;
  }

  test('a bearer token that one process has acquired serves the next, without a request', async () => {
    const [one, two] = twoProcesses(createOpenStore());
    const first = await one.client.acquireTokenForClient({ scopes });
    const second = await two.client.acquireTokenForClient({ scopes });
    assert.equal(second.accessToken, first.accessToken);
    assert.equal(second.tokenSource, 'store');
    assert.equal(two.sts.tokenRequests().length, 0);
    assert.equal((await two.client.acquireTokenForClient({ scopes })).tokenSource, 'cache');
  });

  test('a token bound to a key of the client never leaves the process', async () => {
    const store = createOpenStore();
    const [one, two] = twoProcesses(store);
    await one.client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    assert.equal(store.entries.size, 0);
    const other = await two.client.acquireTokenForClient({ scopes, authenticationScheme: 'pop' });
    assert.equal(other.tokenSource, 'network');
  });

  test('a token bound to a key of the caller is shared', async () => {
    const [one, two] = twoProcesses(createOpenStore());
    const { jwk } = await generateSigningKey();
    const request = { scopes, authenticationScheme: 'pop', keyId: 'mine', jwk: { ...jwk } } as const;
    const first = await one.client.acquireTokenForClient(request);
    const second = await two.client.acquireTokenForClient(request);
    assert.deepEqual([second.accessToken, second.tokenSource], [first.accessToken, 'store']);
  });

  test('a weaker token that lies in the store is not given to who asks for a bound one', async () => {
    const store = createOpenStore();
    const [one, two] = twoProcesses(store);
    const { jwk } = await generateSigningKey();
    const request = { scopes, authenticationScheme: 'pop', keyId: 'mine', jwk: { ...jwk } } as const;
    await one.client.acquireTokenForClient(request);
    const [key = ''] = store.entries.keys();
    const bearer = await one.client.acquireTokenForClient({ scopes });
    for (const change of [
      { accessToken: bearer.accessToken },
      { scheme: 'bearer' },
      { bindingThumbprint: undefined },
      { version: 2 },
      { expiresAt: '9999999999' },
      { scopes: 'all' },
    ]) {
      store.entries.set(key, JSON.stringify({ ...JSON.parse(store.entries.get(key) ?? ''), ...change }));
      const fresh = createBench({ tokenStore: store });
      const given = await fresh.client.acquireTokenForClient(request);
      assert.equal(given.tokenSource, 'network', JSON.stringify(Object.keys(change)));
      assert.notEqual(given.accessToken, bearer.accessToken);
      assert.ok(fresh.events.some((event) => event.name === 'store.failed' && event.operation === 'read'));
    }
    assert.equal((await two.client.acquireTokenForClient(request)).tokenSource, 'store');
  });

  test('claims, and a forced refresh, ask the authority whatever the store holds', async () => {
    const [one, two] = twoProcesses(createOpenStore());
    await one.client.acquireTokenForClient({ scopes });
    const claims = { access_token: { nbf: { essential: true, value: '1' } } };
    assert.equal((await two.client.acquireTokenForClient({ scopes, claims })).tokenSource, 'network');
    assert.equal((await two.client.acquireTokenForClient({ scopes, forceRefresh: true })).tokenSource, 'network');
  });

  test('of a cluster whose token was refused, one process refreshes and the others take the new token', async () => {
    const [one, two] = twoProcesses(createOpenStore());
    const refused = await one.client.acquireTokenForClient({ scopes });
    await two.client.acquireTokenForClient({ scopes });
    const request = { scopes, accessTokenSha256ToRefresh: await sha256Hex(refused.accessToken) };
    const fresh = await one.client.acquireTokenForClient(request);
    const taken = await two.client.acquireTokenForClient(request);
    assert.notEqual(fresh.accessToken, refused.accessToken);
    assert.deepEqual([taken.accessToken, taken.tokenSource], [fresh.accessToken, 'store']);
    assert.equal(one.sts.tokenRequests().length + two.sts.tokenRequests().length, 2);
  });

  test('a token that is due for refresh is not taken over', async () => {
    const [one, two] = twoProcesses(createOpenStore());
    await one.client.acquireTokenForClient({ scopes });
    two.clock.advance(3400);
    assert.equal((await two.client.acquireTokenForClient({ scopes })).tokenSource, 'network');
  });

  test('a store that is away costs nothing but the sharing', async () => {
    const store = createOpenStore();
    store.broken = true;
    const { client, events } = createBench({ tokenStore: store });
    assert.equal((await client.acquireTokenForClient({ scopes })).tokenSource, 'network');
    const failed = events.filter((event) => event.name === 'store.failed');
    assert.deepEqual(
      failed.map((event) => event.operation),
      ['read', 'write'],
    );
  });

  test('a store that throws at once is no different', async () => {
    const broken = (): never => {
      throw new Error('the store is away');
    };
    const { client, events } = createBench({ tokenStore: { read: broken, write: broken } });
    assert.equal((await client.acquireTokenForClient({ scopes })).tokenSource, 'network');
    assert.equal(events.filter((event) => event.name === 'store.failed').length, 2);
  });

  test('a store that never answers holds nobody', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    // Time passes while the store is asked, and at no other time.
    const silent = (): Promise<never> => {
      void settle().then(() => context.mock.timers.tick(20));
      return new Promise(() => {});
    };
    const { client, events } = createBench({ tokenStore: { read: silent, write: silent }, timeoutMs: 20 });
    assert.equal((await client.acquireTokenForClient({ scopes })).tokenSource, 'network');
    const operations = events.filter((event) => event.name === 'store.failed').map((event) => event.operation);
    assert.deepEqual(operations, ['read', 'write']);
  });

  test('a token whose key is discarded while the store is asked is not given', async () => {
    const store = createOpenStore();
    const { jwk, thumbprint } = await generateSigningKey();
    const request = { scopes, authenticationScheme: 'pop', keyId: 'mine', jwk: { ...jwk } } as const;
    await createBench({ tokenStore: store }).client.acquireTokenForClient(request);
    const { client } = createBench({
      tokenStore: {
        write: store.write,
        async read(key) {
          client.discardProofKey(thumbprint);
          return store.read(key);
        },
      },
    });
    await assert.rejects(client.acquireTokenForClient(request), { code: 'ERR_PROOF_KEY_DISCARDED' });
  });

  test('tenants, scopes and clients do not meet in the store', async () => {
    const store = createOpenStore();
    const [one, two] = twoProcesses(store);
    await one.client.acquireTokenForClient({ scopes });
    const other = await two.client.acquireTokenForClient({ scopes: ['api://other/.default'] });
    const stranger = createBench({ tokenStore: store, clientId: 'another-client' });
    assert.equal(other.tokenSource, 'network');
    assert.equal((await stranger.client.acquireTokenForClient({ scopes })).tokenSource, 'network');
  });
});

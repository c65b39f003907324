import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { TokenStore } from '../../src/cache/token-store.ts';
import { createBench } from '../sts/make-client.ts';
import { otherTenant, tenant } from '../sts/scripted-sts.ts';

/** Everything that may make one token another. */
interface Asked {
  readonly origin: string;
  readonly clientId: string;
  readonly capabilities: readonly string[];
  readonly tenant: string;
  readonly scopes: readonly string[];
}

const asked: fc.Arbitrary<Asked> = fc.record({
  origin: fc.constantFrom('https://login.example', 'https://login.example:8443', 'https://other.example'),
  clientId: fc.constantFrom('a', 'b', 'ab', '1:a', 'A'),
  capabilities: fc.array(fc.constantFrom('cp1', 'CP1', 'cp2', 'cp1cp2', 'cp1,cp2', '3:cp1'), { maxLength: 3 }),
  tenant: fc.constantFrom(tenant, otherTenant, tenant.toUpperCase()),
  scopes: fc.array(fc.constantFrom('a', 'b', 'ab', 'cp1'), { minLength: 1, maxLength: 2 }),
});

// Written without the code under test: JSON keeps every boundary.
function canonical({ origin, clientId, capabilities, tenant, scopes }: Asked): string {
  const set = (texts: readonly string[]) => [...new Set(texts)].sort();
  const names = set(capabilities.map((name) => name.toLowerCase()));
  return JSON.stringify([origin, clientId, names, tenant.toLowerCase(), set(scopes)]);
}

function createMapStore(): TokenStore {
  const entries = new Map<string, string>();
  return {
    read: async (key) => entries.get(key),
    write: async (key, value) => void entries.set(key, value),
  };
}

async function acquire({ origin, clientId, capabilities, tenant, scopes }: Asked, tokenStore: TokenStore) {
  const bench = createBench({
    authority: { origin, tenant: otherTenant },
    clientId,
    capabilities,
    tokenStore,
    trustedOrigins: new Set(['https://login.example']),
  });
  return bench.client.acquireTokenForClient({ scopes, tenantId: tenant });
}

suite('clients that meet in one store', () => {
  test('share a token only where authority, client, capabilities, tenant and scopes are the same', async () => {
    await fc.assert(
      fc.asyncProperty(asked, asked, async (one, other) => {
        const store = createMapStore();
        await acquire(one, store);
        const { tokenSource } = await acquire(other, store);
        assert.equal(tokenSource, canonical(one) === canonical(other) ? 'store' : 'network');
      }),
      { numRuns: 200 },
    );
  });

  test('a token that announces cp1 is not handed to a client that does not, nor the reverse', async () => {
    const base = { origin: 'https://login.example', clientId: 'client', tenant, scopes: ['api://orders/.default'] };
    for (const [first, second] of [
      [['cp1'], []],
      [[], ['cp1']],
      [['cp1'], ['cp1', 'cp2']],
    ] as const) {
      const store = createMapStore();
      await acquire({ ...base, capabilities: first }, store);
      assert.equal((await acquire({ ...base, capabilities: second }, store)).tokenSource, 'network');
      assert.equal((await acquire({ ...base, capabilities: [...first].reverse() }, store)).tokenSource, 'store');
    }
  });
});

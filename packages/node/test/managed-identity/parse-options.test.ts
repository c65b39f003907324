import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { TokenStore } from '@holdfast/oauth';
import type { ManagedIdentityClientOptions } from '../../src/managed-identity/client-options.ts';
import { createManagedIdentityClient } from '../../src/managed-identity/managed-identity-client.ts';
import { createIdentityBench, type Kind, vault, worker } from './platform.ts';

const resource = vault;
const environment = {};

function createMapStore(): TokenStore & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    read: async (key) => entries.get(key),
    write: async (key, value) => void entries.set(key, value),
  };
}

suite('options of a managed identity client', () => {
  test('wrong, contradictory and unknown ones are refused', () => {
    const store = createMapStore();
    const wrong: readonly unknown[] = [
      null,
      { timoutMs: 1 },
      { managedIdentityIdParams: {} },
      { managedIdentityIdParams: { userAssignedClientId: undefined } },
      { managedIdentityIdParams: { userAssignedClientId: worker, userAssignedObjectId: worker } },
      { managedIdentityIdParams: { userAssignedClientId: 'worker' } },
      { managedIdentityIdParams: { userAssignedObjectId: `${worker}&client_id=x` } },
      { managedIdentityIdParams: { userAssignedResourceId: 'subscriptions/x' } },
      { managedIdentityIdParams: { clientId: worker } },
      { managedIdentityIdParams: worker },
      { clientCapabilities: 'cp1' },
      { clientCapabilities: ['cp1,cp2'] },
      { clientCapabilities: [''] },
      { appServiceRevocation: 'true' },
      { disableInternalRetries: 1 },
      { environment: 'IDENTITY_ENDPOINT' },
      { transport: 'fetch' },
      { clock: 0 },
      { events: [] },
      { timeoutMs: 0 },
      { maxCachedTokens: -1 },
      { tokenStore: {}, tokenStorePartition: 'a' },
      { tokenStore: store },
      { tokenStorePartition: 'a' },
      { tokenStore: store, tokenStorePartition: '' },
      { tokenStore: store, tokenStorePartition: 'a\nb' },
    ];
    for (const options of wrong) {
      const given = options === null ? null : { environment, ...(options as object) };
      assert.throws(() => createManagedIdentityClient(given as never), TypeError, JSON.stringify(options));
    }
  });

  test('a source that is not offered yet, or described by halves, is an error and not another source', () => {
    for (const [variables, code] of [
      [{ MSI_ENDPOINT: 'http://127.0.0.1:1/' }, 'ERR_MANAGED_IDENTITY_SOURCE'],
      [{ IDENTITY_ENDPOINT: 'http://127.0.0.1:1/' }, 'ERR_MANAGED_IDENTITY_ENVIRONMENT'],
    ] as const) {
      assert.throws(() => createManagedIdentityClient({ environment: variables }), { code });
    }
  });

  test('an identity is named to the source by the id it was given by', async () => {
    const resourceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/w';
    const rows: readonly (readonly [
      Kind,
      NonNullable<ManagedIdentityClientOptions['managedIdentityIdParams']>,
      string,
    ])[] = [
      ['imds', { userAssignedClientId: worker.toUpperCase() }, `client_id=${worker}`],
      ['imds', { userAssignedObjectId: worker }, `object_id=${worker}`],
      ['imds', { userAssignedResourceId: resourceId }, `msi_res_id=${encodeURIComponent(resourceId)}`],
      ['app-service', { userAssignedResourceId: resourceId }, `mi_res_id=${encodeURIComponent(resourceId)}`],
      ['service-fabric', { userAssignedObjectId: worker }, `principalId=${worker}`],
    ];
    for (const [kind, managedIdentityIdParams, expected] of rows) {
      const { client, platform } = await createIdentityBench(kind, { managedIdentityIdParams });
      await client.acquireToken({ resource });
      assert.match(String(platform.requests[0]?.query), new RegExp(expected), kind);
    }
  });
});

suite('processes that share a token store', () => {
  const tokenStorePartition = 'orders';

  test('share the tokens of one application, source, identity and capability', async () => {
    const tokenStore = createMapStore();
    const { client, another, platform } = await createIdentityBench('imds', { tokenStore, tokenStorePartition });
    const first = await client.acquireToken({ resource });
    const second = await another().acquireToken({ resource });
    assert.deepEqual([second.accessToken, second.tokenSource], [first.accessToken, 'store']);
    assert.equal(platform.requests.length, 1);
  });

  test('and nothing else', async () => {
    const tokenStore = createMapStore();
    const { client, another } = await createIdentityBench('imds', { tokenStore, tokenStorePartition });
    await client.acquireToken({ resource });
    const others: readonly ManagedIdentityClientOptions[] = [
      { tokenStorePartition: 'orders ' },
      { tokenStorePartition: 'orders","imds' },
      { clientCapabilities: ['cp1'] },
      { managedIdentityIdParams: { userAssignedClientId: worker } },
      { managedIdentityIdParams: { userAssignedClientId: worker.replace('6', '7') } },
      { managedIdentityIdParams: { userAssignedObjectId: worker } },
    ];
    for (const options of others) {
      assert.equal((await another(options).acquireToken({ resource })).tokenSource, 'network', JSON.stringify(options));
    }
    const fabric = await createIdentityBench('service-fabric', { tokenStore, tokenStorePartition });
    assert.equal((await fabric.client.acquireToken({ resource })).tokenSource, 'network');
    assert.equal(tokenStore.entries.size, others.length + 2);
  });
});

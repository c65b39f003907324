import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type ClientEvent, createBoundFetch, type FetchClient } from '@holdfast/node';
import {
  createManagedIdentityClient,
  type ManagedIdentityClient,
  type ManagedIdentityClientOptions,
  type ManagedIdentityEvent,
} from '@holdfast/node/managed-identity';
import { type IdentitySource, identitySources } from '../support/identity-sources.ts';
import { openScene, type Scene, scopes } from '../support/scene.ts';

const clientCapabilities = ['cp1'];

suite('a token is revoked, and its client goes on', () => {
  let scene: Scene;
  const opened: ManagedIdentityClient[] = [];

  before(async () => {
    scene = await openScene();
  });
  after(async () => {
    await Promise.all(opened.map((client) => client.close()));
    await scene?.close();
  });

  function callOf(client: FetchClient) {
    const { api } = scene.holdfast.ready;
    const { transport } = scene;
    const boundFetch = createBoundFetch({ client, scopes, authenticationScheme: 'bearer', origins: [api], transport });
    return async (): Promise<number> => {
      const response = await boundFetch(`${api}/open/orders`);
      await response.body?.cancel();
      return response.status;
    };
  }

  function open(source: IdentitySource, options: ManagedIdentityClientOptions): ManagedIdentityClient {
    const client = createManagedIdentityClient({
      environment: source.environment(scene.holdfast),
      clientCapabilities,
      appServiceRevocation: true,
      ...options,
    });
    opened.push(client);
    return client;
  }

  for (const source of identitySources) {
    test(`a managed identity of ${source.name}: twenty calls at once recover with one request to the source`, async () => {
      const events: ManagedIdentityEvent[] = [];
      const client = open(source, { events: (event) => events.push(event) });
      const call = callOf(client);
      assert.equal(await call(), 200);
      const refused = await client.acquireToken({ resource: 'api://orders' });
      await scene.admin.revoke({ identity: 'system' });
      const answers = await Promise.all(Array.from({ length: 20 }, call));
      assert.deepEqual(new Set(answers), new Set([200]));
      const asked = events.filter((event) => event.name === 'token.acquired' && event.source === 'network');
      assert.equal(asked.length, 2);
      assert.ok(events.some((event) => event.name === 'token.state' && event.state === 'revoked'));
      const fresh = await client.acquireToken({ resource: 'api://orders' });
      assert.deepEqual([fresh.fromCache, fresh.accessToken === refused.accessToken], [true, false]);
    });

    test(`a managed identity of ${source.name}: a source that fails meanwhile makes nobody hand out the revoked token`, async () => {
      const client = open(source, { disableInternalRetries: true });
      const call = callOf(client);
      assert.equal(await call(), 200);
      await scene.admin.revoke({ identity: 'system' });
      await scene.admin.fault({ service: source.service, status: 500, match: {} });
      await assert.rejects(call(), { code: 'ERR_MANAGED_IDENTITY_UNAVAILABLE' });
      await assert.rejects(client.acquireToken({ resource: 'api://orders' }));
      await scene.admin.clearFaults();
      assert.equal(await call(), 200);
    });
  }

  test('a confidential client: the same', async () => {
    const events: ClientEvent[] = [];
    const client = scene.client('daemon', { clientCapabilities, events: (event) => events.push(event) });
    const call = callOf(client);
    assert.equal(await call(), 200);
    await scene.admin.revoke({ application: 'daemon' });
    const answers = await Promise.all(Array.from({ length: 20 }, call));
    assert.deepEqual(new Set(answers), new Set([200]));
    assert.equal(events.filter((event) => event.name === 'token.acquired' && event.source === 'network').length, 2);
  });
});

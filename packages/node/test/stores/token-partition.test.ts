import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { epochSeconds, generateSigningKey, randomId } from '@holdfast/core';
import {
  type ClientEvent,
  type ClientTokenRequest,
  type ConfidentialClientOptions,
  createConfidentialClient,
  type TokenResult,
  type TokenStore,
} from '@holdfast/node';
import {
  createManagedIdentityClient,
  type ManagedIdentityClientOptions,
  type ManagedIdentityEvent,
} from '@holdfast/node/managed-identity';
import { createRedisTokenStore } from '@holdfast/node/redis';
import { createFakeClock, createFakeTransport, type RedisServer, redisMissing, startRedis } from '@holdfast/testing';
import { createClient } from 'redis';
import { clientId, createScriptedSts, origin, otherTenant, tenant } from '../../../oauth/test/sts/scripted-sts.ts';

const scopes = ['api://orders/.default'];
const clock = createFakeClock(Date.now());
const sts = createScriptedSts(clock);
const machine = createFakeTransport({
  '*': () => ({
    json: { access_token: `token.${randomId()}`, expires_on: epochSeconds(clock) + 86_400, token_type: 'Bearer' },
  }),
});

/** One identity, what it can do and what it asks for; in a process that has just begun, so that only the store is left. */
type Holder = (process: {
  readonly tokenStore: TokenStore;
  readonly events: (event: ClientEvent | ManagedIdentityEvent) => void;
}) => Promise<TokenResult>;

function application(
  options: Partial<ConfidentialClientOptions> = {},
  request: Partial<ClientTokenRequest> = {},
): Holder {
  return async (process) => {
    const client = createConfidentialClient({
      authority: `${origin}/${tenant}`,
      clientId,
      clientSecret: 's',
      transport: sts.transport,
      clock,
      ...process,
      ...options,
    });
    try {
      return await client.acquireTokenForClient({ scopes, ...request });
    } finally {
      await client.close();
    }
  };
}

function identity(options: ManagedIdentityClientOptions = {}, resource = 'api://orders'): Holder {
  return async (process) => {
    const client = createManagedIdentityClient({
      environment: {},
      transport: machine,
      clock,
      tokenStorePartition: 'the orders machine',
      ...process,
      ...options,
    });
    try {
      return await client.acquireToken({ resource });
    } finally {
      await client.close();
    }
  };
}

const bound = (keyId: string, jwk: object): Holder =>
  application({}, { authenticationScheme: 'pop', keyId, jwk: { ...jwk } });
const webApp = { IDENTITY_ENDPOINT: 'http://127.0.0.1:9/msi/token', IDENTITY_HEADER: 'h' };
const id = '0b1c2d3e-4444-4444-8444-1a2b3c4d5e6f';
const [oneKey, anotherKey] = await Promise.all([generateSigningKey(), generateSigningKey()]);

const holders: Readonly<Record<string, Holder>> = {
  application: application(),
  'another application': application({ clientId: 'another-client' }),
  'another authority': application({
    authority: `https://other.example/${tenant}`,
    knownAuthorities: ['login.example'],
  }),
  'another tenant': application({}, { tenantId: otherTenant }),
  'application with cp1': application({ clientCapabilities: ['cp1'] }),
  'application with cp1 and cp2': application({ clientCapabilities: ['cp1', 'cp2'] }),
  'another scope': application({}, { scopes: ['api://other/.default'] }),
  'two scopes': application({}, { scopes: [...scopes, 'api://other/.default'] }),
  'bound to one key': bound('one', oneKey.jwk),
  'bound to another key': bound('one', anotherKey.jwk),
  machine: identity(),
  'another machine': identity({ tokenStorePartition: 'another machine' }),
  'machine with cp1': identity({ clientCapabilities: ['cp1'] }),
  'another resource': identity({}, 'api://other'),
  'web application': identity({ environment: webApp }),
  'identity by client id': identity({ managedIdentityIdParams: { userAssignedClientId: id } }),
  'identity by an object id that is the same': identity({ managedIdentityIdParams: { userAssignedObjectId: id } }),
  'another identity': identity({ managedIdentityIdParams: { userAssignedClientId: id.replace('0b', '0c') } }),
  'identity by resource id': identity({
    managedIdentityIdParams: { userAssignedResourceId: `/subscriptions/${id}/x` },
  }),
};

suite('what lies in Redis belongs to one identity', { skip: redisMissing }, () => {
  const encryptionKey = randomBytes(32);
  let server: RedisServer;
  let redis: Awaited<ReturnType<typeof connect>>;
  const connect = () => createClient({ socket: { path: server.socketPath, tls: false } }).connect();
  const names = async () => new Set((await redis.sendCommand(['KEYS', 'p:*'])) as string[]);

  before(async () => {
    server = await startRedis();
    redis = await connect();
  });
  after(async () => {
    redis.destroy();
    await server.close();
  });

  async function acquire(holder: Holder): Promise<TokenResult & { readonly failed: number }> {
    const seen: (ClientEvent | ManagedIdentityEvent)[] = [];
    const token = await holder({
      tokenStore: createRedisTokenStore({ redis, prefix: 'p:', encryptionKey, clock }),
      events: (event) => seen.push(event),
    });
    return { ...token, failed: seen.filter(({ name }) => name === 'store.failed').length };
  }

  test('each has a place of its own, where it finds its own token again', async () => {
    const tokens = new Map<string, string>();
    for (const [name, holder] of Object.entries(holders)) {
      const token = await acquire(holder);
      assert.equal(token.tokenSource, 'network', name);
      tokens.set(name, token.accessToken);
    }
    assert.equal((await names()).size, tokens.size);
    for (const [name, holder] of Object.entries(holders)) {
      const token = await acquire(holder);
      assert.deepEqual([token.tokenSource, token.accessToken], ['store', tokens.get(name)], name);
    }
  });

  test('a value that is moved to another place opens for nobody, whichever two places they are', async () => {
    await redis.sendCommand(['FLUSHALL']);
    const places = new Map<Holder, { readonly name: string; readonly place: string; readonly sealed: string }>();
    for (const [name, holder] of Object.entries(holders)) {
      const known = await names();
      await acquire(holder);
      const [place = ''] = [...(await names())].filter((present) => !known.has(present));
      places.set(holder, { name, place, sealed: String(await redis.sendCommand(['GET', place])) });
    }
    assert.equal(places.size, Object.keys(holders).length);
    for (const [victim, { name, place }] of places) {
      for (const [thief, { name: other, sealed }] of places) {
        await redis.sendCommand(['SET', place, sealed]);
        const token = await acquire(victim);
        const expected = victim === thief ? ['store', 0] : ['network', 1];
        assert.deepEqual([token.tokenSource, token.failed], expected, `${other} in the place of ${name}`);
      }
    }
  });
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { generateSigningKey } from '@holdfast/core';
import {
  type ClientEvent,
  type ClientTokenRequest,
  type ConfidentialClientOptions,
  createConfidentialClient,
  type TokenResult,
} from '@holdfast/node';
import { createRedisTokenStore } from '@holdfast/node/redis';
import { createFakeClock, type RedisServer, redisMissing, startRedis } from '@holdfast/testing';
import { createClient } from 'redis';
import { clientId, createScriptedSts, origin, otherTenant, tenant } from '../../../oauth/test/sts/scripted-sts.ts';

/** One identity, what it can do and what it asks for: everything that makes a token another. */
interface Holder {
  readonly options?: Partial<ConfidentialClientOptions>;
  readonly request?: Partial<ClientTokenRequest>;
}

const scopes = ['api://orders/.default'];
const [oneKey, anotherKey] = await Promise.all([generateSigningKey(), generateSigningKey()]);

const holders: Readonly<Record<string, Holder>> = {
  plain: {},
  'another client': { options: { clientId: 'another-client' } },
  'another authority': {
    options: { authority: `https://other.example/${tenant}`, knownAuthorities: ['login.example'] },
  },
  'another tenant': { request: { tenantId: otherTenant } },
  cp1: { options: { clientCapabilities: ['cp1'] } },
  'cp1 and cp2': { options: { clientCapabilities: ['cp1', 'cp2'] } },
  'another scope': { request: { scopes: ['api://other/.default'] } },
  'two scopes': { request: { scopes: [...scopes, 'api://other/.default'] } },
  'bound to one key': bound('one', oneKey.jwk),
  'bound to another key': bound('one', anotherKey.jwk),
};

function bound(keyId: string, jwk: object): Holder {
  return { request: { authenticationScheme: 'pop', keyId, jwk: { ...jwk } } };
}

suite('what lies in Redis belongs to one identity', { skip: redisMissing }, () => {
  const encryptionKey = randomBytes(32);
  const clock = createFakeClock(Date.now());
  const sts = createScriptedSts(clock);
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

  /** A process that has just begun: its own cache is empty, and only the store is left. */
  async function acquire({ options, request }: Holder): Promise<TokenResult & { readonly failed: number }> {
    const events: ClientEvent[] = [];
    const client = createConfidentialClient({
      authority: `${origin}/${tenant}`,
      clientId,
      clientSecret: 's',
      transport: sts.transport,
      clock,
      tokenStore: createRedisTokenStore({ redis, prefix: 'p:', encryptionKey, clock }),
      events: (event) => events.push(event),
      ...options,
    });
    const token = await client.acquireTokenForClient({ scopes, ...request });
    await client.close();
    return { ...token, failed: events.filter(({ name }) => name === 'store.failed').length };
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
    const places = new Map<string, { readonly place: string; readonly sealed: string }>();
    for (const [name, holder] of Object.entries(holders)) {
      const known = await names();
      await acquire(holder);
      const [place = ''] = [...(await names())].filter((present) => !known.has(present));
      places.set(name, { place, sealed: String(await redis.sendCommand(['GET', place])) });
    }
    assert.equal(places.size, Object.keys(holders).length);
    for (const [victim, { place }] of places) {
      for (const [thief, { sealed }] of places) {
        await redis.sendCommand(['SET', place, sealed]);
        const token = await acquire(holders[victim] ?? {});
        const expected = victim === thief ? ['store', 0] : ['network', 1];
        assert.deepEqual([token.tokenSource, token.failed], expected, `${thief} in the place of ${victim}`);
      }
    }
  });
});

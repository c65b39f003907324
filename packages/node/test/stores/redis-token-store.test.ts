import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { createRedisTokenStore, RedisFailed, SealBroken } from '@holdfast/node/redis';
import { type RedisServer, redisMissing, startRedis, tokenStoreContract } from '@holdfast/testing';
import { createClient } from 'redis';

suite('token store in Redis', { skip: redisMissing }, () => {
  const encryptionKey = randomBytes(32);
  const soon = Math.floor(Date.now() / 1000) + 300;
  let server: RedisServer;
  let redis: Awaited<ReturnType<typeof connect>>;
  let stores = 0;
  const connect = () => createClient({ socket: { path: server.socketPath, tls: false } }).connect();
  const prefix = (): string => {
    stores += 1;
    return `tokens-${stores}:`;
  };

  before(async () => {
    server = await startRedis();
    redis = await connect();
  });
  after(async () => {
    redis.destroy();
    await server.close();
  });

  tokenStoreContract('Redis', ({ clock }) => createRedisTokenStore({ redis, prefix: prefix(), encryptionKey, clock }));

  async function only(own: string): Promise<string> {
    const names = (await redis.sendCommand(['KEYS', `${own}*`])) as string[];
    assert.equal(names.length, 1);
    return String(names[0]);
  }

  test('whoever reads Redis learns neither the token nor whose it is', async () => {
    const own = prefix();
    const store = createRedisTokenStore({ redis, prefix: own, encryptionKey });
    await store.write('tenant-one client-two', 'the-access-token', soon);
    const name = await only(own);
    const stored = name + String(await redis.sendCommand(['GET', name]));
    for (const mark of ['tenant-one', 'client-two', 'access-token']) {
      assert.ok(!stored.includes(mark));
      assert.ok(!Buffer.from(stored, 'base64url').includes(mark));
    }
  });

  test('a value that somebody moves to another key does not open', async () => {
    const own = prefix();
    const store = createRedisTokenStore({ redis, prefix: own, encryptionKey });
    await store.write('of the administrator', 'token', soon);
    const from = await only(own);
    await store.write('of the thief', 'nothing', soon);
    const names = (await redis.sendCommand(['KEYS', `${own}*`])) as string[];
    const to = String(names.find((name) => name !== from));
    await redis.sendCommand(['COPY', from, to, 'REPLACE']);
    await assert.rejects(store.read('of the thief'), SealBroken);
  });

  test('an altered value does not open, whichever character was altered', async () => {
    const own = prefix();
    const store = createRedisTokenStore({ redis, prefix: own, encryptionKey });
    await store.write('key', 'token', soon);
    const name = await only(own);
    const sealed = Buffer.from(String(await redis.sendCommand(['GET', name])), 'base64url');
    for (let index = 0; index < sealed.length; index += 1) {
      const altered = Buffer.from(sealed);
      altered[index] = (altered[index] ?? 0) ^ 1;
      await redis.sendCommand(['SET', name, altered.toString('base64url')]);
      await assert.rejects(store.read('key'), SealBroken, `byte ${index}`);
    }
  });

  test('another key opens nothing, and finds nothing', async () => {
    const own = prefix();
    await createRedisTokenStore({ redis, prefix: own, encryptionKey }).write('key', 'token', soon);
    const stranger = createRedisTokenStore({ redis, prefix: own, encryptionKey: randomBytes(32) });
    assert.equal(await stranger.read('key'), undefined);
  });

  test('entries leave Redis when the token expires', async () => {
    const own = prefix();
    await createRedisTokenStore({ redis, prefix: own, encryptionKey }).write('key', 'token', soon);
    const ttl = Number(await redis.sendCommand(['TTL', await only(own)]));
    assert.ok(ttl > 290 && ttl <= 300, `${ttl} seconds`);
  });

  test('a server that is gone is an error in time', async (t) => {
    const gone = await startRedis();
    t.after(() => gone.close());
    const client = createClient({ socket: { path: gone.socketPath, tls: false } });
    client.on('error', () => undefined);
    await client.connect();
    t.after(() => client.destroy());
    const store = createRedisTokenStore({ redis: client, prefix: 'p:', encryptionKey, timeoutMs: 100 });
    await gone.kill();
    await assert.rejects(store.read('key'), RedisFailed);
  });

  test('a key of another length is a mistake of the programmer', () => {
    assert.throws(() => createRedisTokenStore({ redis, prefix: 'p:', encryptionKey: randomBytes(16) }), TypeError);
  });
});

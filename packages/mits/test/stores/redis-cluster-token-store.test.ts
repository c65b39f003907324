import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createRedisClusterTokenStore } from '@holdfast/mits';
import { RedisFailed, SealBroken } from '@holdfast/node/redis';
import { clusterTokenStoreContract, type RedisServer, redisMissing, startRedis } from '@holdfast/testing';
import { createClient } from 'redis';

const connect = (server: RedisServer) => createClient({ socket: { path: server.socketPath, tls: false } }).connect();

suite('cluster token store in Redis', { skip: redisMissing }, () => {
  let server: RedisServer;
  let redis: Awaited<ReturnType<typeof connect>>;
  const encryptionKey = randomBytes(32);
  const claim = { place: 'a secret place', owner: 'a secret identity', fence: '1', leaseMs: 5000 };
  const token = { text: 'a secret token', tokenHash: 'a secret hash', lifeMs: 60_000, freshMs: 30_000 };
  let stores = 0;
  const open = (part: { prefix?: string; encryptionKey?: Uint8Array } = {}) => {
    stores += 1;
    return createRedisClusterTokenStore({ redis, prefix: `test-${stores}:`, encryptionKey, ...part });
  };

  before(async () => {
    server = await startRedis();
    redis = await connect(server);
  });
  after(async () => {
    redis.destroy();
    await server.close();
  });

  clusterTokenStoreContract('Redis', async ({ grantsPerMinute }) => {
    stores += 1;
    const prefix = `contract-${stores}:`;
    return {
      store: createRedisClusterTokenStore({ redis, prefix, encryptionKey, grantsPerMinute }),
      pass: async (milliseconds) => {
        await wait(milliseconds);
      },
    };
  });

  test('whoever reads Redis learns no token, no hash, no identity and no resource', async () => {
    const store = open({ prefix: 'readable:' });
    await store.claim(claim);
    await store.publish({ ...claim, ...token });
    await store.claim({ ...claim, fence: '2', refusedHash: token.tokenHash });
    await store.giveUp({ ...claim, fence: '2', failure: { text: 'a secret failure', pauseMs: 60_000 } });
    await store.claim({ ...claim, place: 'another secret place', fence: '3' });
    await store.publish({ ...claim, place: 'another secret place', fence: '3', ...token });
    const names = await redis.keys('readable:*');
    assert.ok(names.length >= 5, `${names.length} keys`);
    for (const name of names) {
      const dump = await redis.sendCommand(['DUMP', name]);
      assert.doesNotMatch(`${name} ${String(dump)}`, /secret/);
      assert.ok(Number(await redis.sendCommand(['PTTL', name])) > 0, `${name} stays for ever`);
    }
  });

  test('the keys of one owner lie together, as a Redis cluster wants them', async () => {
    const store = open({ prefix: 'slots:' });
    for (const place of ['a', 'b']) await store.claim({ ...claim, place, fence: place });
    const tags = new Set((await redis.keys('slots:*')).map((name) => /\{.+\}/.exec(name)?.[0]));
    assert.equal(tags.size, 1);
  });

  test('a token that somebody moved to another place, or sealed with another key, does not open', async () => {
    const prefix = 'moved:';
    const store = open({ prefix });
    await store.claim(claim);
    await store.publish({ ...claim, ...token });
    const [from = ''] = await redis.keys('moved:*:token:*');
    await store.claim({ ...claim, place: 'another place', fence: '2' });
    await store.publish({ ...claim, ...token, place: 'another place', fence: '2', text: 'another token' });
    const to = (await redis.keys('moved:*:token:*')).find((name) => name !== from) ?? '';
    await redis.sendCommand(['COPY', from, to, 'REPLACE']);
    await assert.rejects(store.claim({ ...claim, place: 'another place', fence: '3' }), SealBroken);
    await assert.doesNotReject(store.claim({ ...claim, fence: '4' }));
  });

  test('a stale fence that writes late changes nothing', async () => {
    const store = open();
    await store.claim({ ...claim, fence: 'late', leaseMs: 50 });
    await wait(70);
    assert.equal((await store.claim({ ...claim, fence: 'next' })).kind, 'granted');
    assert.equal(await store.publish({ ...claim, ...token, fence: 'late' }), 'superseded');
    assert.equal(
      await store.publish({ ...claim, ...token, fence: 'next', text: 'newer', tokenHash: 'n' }),
      'published',
    );
    assert.equal(await store.publish({ ...claim, ...token, fence: 'late' }), 'superseded');
    const verdict = await store.claim({ ...claim, fence: 'reader' });
    assert.equal(verdict.kind === 'token' && verdict.token.text, 'newer');
  });

  test('a token that was refused is given to nobody while another is fetched', async () => {
    const store = open();
    await store.claim(claim);
    await store.publish({ ...claim, ...token });
    assert.equal((await store.claim({ ...claim, fence: '2', refusedHash: token.tokenHash })).kind, 'granted');
    assert.equal((await store.claim({ ...claim, fence: '3' })).kind, 'held');
    await store.giveUp({ ...claim, fence: '2' });
    const verdict = await store.claim({ ...claim, fence: '4' });
    assert.deepEqual(verdict, { kind: 'granted', token: undefined });
  });

  test('a token that was refused is not published again', async () => {
    const store = open();
    await store.claim(claim);
    await store.publish({ ...claim, ...token });
    await store.claim({ ...claim, fence: '2', refusedHash: token.tokenHash });
    assert.equal(await store.publish({ ...claim, ...token, fence: '2' }), 'refused');
    assert.equal((await store.claim({ ...claim, fence: '3' })).kind, 'held');
  });

  test('two processes with different keys share nothing', async () => {
    const [one, two] = [open({ prefix: 'shared:' }), open({ prefix: 'shared:', encryptionKey: randomBytes(32) })];
    await one.claim(claim);
    await one.publish({ ...claim, ...token });
    assert.equal((await two.claim({ ...claim, fence: '2' })).kind, 'granted');
  });

  test('a misspelt option is refused and named', () => {
    const misspelt = { redis: { sendCommand: async () => null }, prefix: 'p:', encryptionKey, timeout: 100 };
    assert.throws(() => createRedisClusterTokenStore(misspelt), { message: 'unknown option: timeout' });
  });

  test('a server that says something else is an error, and what it says is not repeated', async () => {
    for (const said of ['canary', ['canary', '', '1'], ['TOKEN', '', 'canary'], ['TOKEN'], null, 7, [1, 2, 3]]) {
      const store = createRedisClusterTokenStore({
        redis: { sendCommand: async () => said },
        prefix: 'p:',
        encryptionKey,
      });
      const isTold = (error: Error) =>
        (error instanceof RedisFailed || error instanceof SealBroken) && !error.message.includes('canary');
      await assert.rejects(store.claim(claim), isTold);
      await assert.rejects(store.renew(claim), isTold);
      await assert.rejects(store.publish({ ...claim, ...token }), isTold);
      await assert.rejects(store.giveUp(claim), isTold);
    }
  });

  test('a server without memory for more is an error, and still no refused token is given', async () => {
    const own = await startRedis(['--maxmemory', '3mb', '--maxmemory-policy', 'noeviction']);
    const client = await connect(own);
    const store = createRedisClusterTokenStore({ redis: client, prefix: 'p:', encryptionKey });
    await store.claim(claim);
    await store.publish({ ...claim, ...token });
    await assert.rejects(async () => {
      for (let index = 0; index < 1000; index += 1) await client.sendCommand(['SET', `b${index}`, 'x'.repeat(10_000)]);
    }, /OOM/);
    await store.claim({ ...claim, fence: '2', refusedHash: token.tokenHash }).catch(() => undefined);
    const verdict = await store.claim({ ...claim, fence: '3' }).catch(() => ({ kind: 'error', token: undefined }));
    assert.equal('token' in verdict ? verdict.token : undefined, undefined);
    client.destroy();
    await own.close();
  });
});

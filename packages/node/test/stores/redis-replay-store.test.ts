import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, suite, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ReplayStoreFull } from '@holdfast/core';
import { createRedisReplayStore, RedisFailed } from '@holdfast/node/redis';
import { createFakeClock, type RedisServer, redisMissing, replayStoreContract, startRedis } from '@holdfast/testing';
import { createClient } from 'redis';

type Client = Awaited<ReturnType<typeof connect>>;
const connect = (server: RedisServer) => createClient({ socket: { path: server.socketPath, tls: false } }).connect();
const soon = (): number => Math.floor(Date.now() / 1000) + 300;

suite('replay store in Redis', { skip: redisMissing }, () => {
  let server: RedisServer;
  let redis: Client;
  let stores = 0;
  const prefix = (): string => {
    stores += 1;
    return `test-${stores}:`;
  };

  before(async () => {
    server = await startRedis();
    redis = await connect(server);
  });
  after(async () => {
    redis.destroy();
    await server.close();
  });

  replayStoreContract('Redis', ({ clock }) => createRedisReplayStore({ redis, prefix: prefix(), clock }), {
    limits: 'none',
  });

  test('one key has a quota of its own, and no other key pays for it', async () => {
    const store = createRedisReplayStore({ redis, prefix: prefix(), maxPerOwner: 2 });
    const claim = (owner: string, id: string) => store.claimOnce({ owner, id, expiresAt: soon() });
    assert.deepEqual([await claim('a', '1'), await claim('a', '2')], [true, true]);
    await assert.rejects(
      claim('a', '3'),
      (error) => error instanceof ReplayStoreFull && error.code === 'ERR_REPLAY_OWNER_QUOTA',
    );
    assert.equal(await claim('a', '1'), false);
    assert.equal(await claim('b', '3'), true);
  });

  test('a node whose clock is four minutes ahead does not make the others forget', async () => {
    const shared = prefix();
    const slow = createFakeClock(1_700_000_000_000);
    const fast = createFakeClock(1_700_000_240_000);
    const [here, there] = [slow, fast].map((clock) => createRedisReplayStore({ redis, prefix: shared, clock }));
    const claim = { id: 'proof', owner: 'key', expiresAt: 1_700_000_100 };
    assert.equal(await here?.claimOnce(claim), true);
    await there?.claimOnce({ id: 'other', owner: 'key', expiresAt: 1_700_000_500 });
    assert.equal(await here?.claimOnce(claim), false);
  });

  test('entries go when nobody could use them any more', async () => {
    const own = prefix();
    await createRedisReplayStore({ redis, prefix: own }).claimOnce({ id: 'x', owner: 'key', expiresAt: soon() });
    const ttl = Number(await redis.sendCommand(['TTL', `${own}replay:key`]));
    assert.ok(ttl >= 590 && ttl <= 600, `${ttl} seconds`);
  });

  test('three processes claim the same 64 proofs and one of them is killed in flight: no proof has two winners', async () => {
    const own = prefix();
    const workers = await Promise.all([1, 2, 3].map(() => startWorker(server, own)));
    for (const worker of workers) worker.go();
    const first = workers[0];
    assert.ok(first);
    await first.firstWinOrEnd;
    first.child.kill('SIGKILL');
    const wins = (await Promise.all(workers.map((worker) => worker.wins()))).flat();
    assert.equal(new Set(wins).size, wins.length, 'a proof was granted twice');
    const store = createRedisReplayStore({ redis, prefix: own });
    for (let index = 0; index < 64; index += 1) {
      assert.equal(await store.claimOnce({ id: `proof-${index}`, owner: 'one-key', expiresAt: soon() }), false);
    }
  });

  test('a server that may evict is refused: it would forget live entries', async (t) => {
    const client = await ownServer(t, ['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
    const store = createRedisReplayStore({ redis: client, prefix: 'p:' });
    const refused = (error: unknown) => error instanceof RedisFailed && error.code === 'ERR_REDIS_EVICTION';
    await assert.rejects(store.claimOnce({ id: 'x', owner: 'key', expiresAt: soon() }), refused);
    await client.sendCommand(['CONFIG', 'SET', 'maxmemory-policy', 'noeviction']);
    assert.equal(await store.claimOnce({ id: 'x', owner: 'key', expiresAt: soon() }), true);
  });

  test('a server that is no Redis is refused, and what it says is not repeated', async () => {
    for (const said of ['maxmemory:1\r\nmaxmemory_policy:canary-1\r\n', 'canary-1', 'maxmemory:canary-1\r\n']) {
      const store = createRedisReplayStore({ redis: { sendCommand: async () => said }, prefix: 'p:' });
      await assert.rejects(
        store.claimOnce({ id: 'x', owner: 'key', expiresAt: soon() }),
        (error: Error) => error instanceof RedisFailed && !error.message.includes('canary'),
      );
    }
  });

  test('a full server is an error, not an acceptance', async (t) => {
    const client = await ownServer(t, ['--maxmemory', '2mb', '--maxmemory-policy', 'noeviction']);
    await client.sendCommand(['CONFIG', 'SET', 'maxmemory', '3mb']);
    const fill = async (): Promise<void> => {
      for (let index = 0; index < 1000; index += 1)
        await client.sendCommand(['SET', `ballast-${index}`, 'x'.repeat(10_000)]);
    };
    await assert.rejects(fill(), /OOM/);
    const store = createRedisReplayStore({ redis: client, prefix: 'p:' });
    await assert.rejects(store.claimOnce({ id: 'x', owner: 'key', expiresAt: soon() }), RedisFailed);
  });

  test('a server that is gone is an error in time, not a wait without end', async (t) => {
    const gone = await startRedis();
    t.after(() => gone.close());
    const client = createClient({ socket: { path: gone.socketPath, tls: false } });
    client.on('error', () => undefined);
    await client.connect();
    t.after(() => client.destroy());
    const store = createRedisReplayStore({ redis: client, prefix: 'p:', timeoutMs: 100 });
    assert.equal(await store.claimOnce({ id: 'x', owner: 'key', expiresAt: soon() }), true);
    await gone.kill();
    const failed = (error: unknown) => error instanceof RedisFailed && error.code === 'ERR_REDIS_UNAVAILABLE';
    await assert.rejects(store.claimOnce({ id: 'y', owner: 'key', expiresAt: soon() }), failed);
  });
});

async function ownServer(t: TestContext, settings: readonly string[]): Promise<Client> {
  const own = await startRedis(settings);
  const client = await connect(own);
  t.after(async () => {
    client.destroy();
    await own.close();
  });
  return client;
}

interface Worker {
  readonly child: ChildProcess;
  readonly firstWinOrEnd: Promise<unknown>;
  go(): void;
  wins(): Promise<readonly string[]>;
}

async function startWorker(server: RedisServer, prefix: string): Promise<Worker> {
  const script = fileURLToPath(new URL('./replay-worker.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', script, server.socketPath, prefix, '64'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const ready = once(reader, 'line');
  await ready;
  reader.on('line', (line) => lines.push(line));
  const firstWinOrEnd = Promise.race([once(reader, 'line'), ended]);
  return {
    child,
    firstWinOrEnd,
    go: () => child.stdin.write('go\n'),
    wins: async () => {
      await ended;
      return lines;
    },
  };
}

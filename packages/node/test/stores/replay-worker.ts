/*
 * One of several processes that claim the same proofs at once. Claims start when a line arrives on standard input; every claim that was
 * granted is reported by a line of its own, at once, because the process may be killed at any moment.
 */
import { once } from 'node:events';
import { createRedisReplayStore } from '@holdfast/node/redis';
import { createClient } from 'redis';

const [socketPath = '', prefix = '', count = '0'] = process.argv.slice(2);
const redis = await createClient({ socket: { path: socketPath, tls: false } }).connect();
const store = createRedisReplayStore({ redis, prefix, timeoutMs: 20_000 });
const expiresAt = Math.floor(Date.now() / 1000) + 300;
process.stdout.write('ready\n');
await once(process.stdin, 'data');
await Promise.all(
  Array.from({ length: Number(count) }, async (_, index) => {
    if (await store.claimOnce({ id: `proof-${index}`, owner: 'one-key', expiresAt }))
      process.stdout.write(`${index}\n`);
  }),
);
process.exit(0);

import { type Clock, epochSeconds, type ReplayClaim, type ReplayStore, ReplayStoreFull } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { RedisFailed } from '../errors/redis-failed.ts';
import { wholeNumber } from '../options/whole-number.ts';
import {
  createCommandSender,
  type RedisStoreOptions,
  readTextAnswer,
  redisOptionNames,
  type SendCommand,
} from './redis-commands.ts';

/** Options of {@link createRedisReplayStore}; unknown names are refused. */
export interface RedisReplayStoreOptions extends RedisStoreOptions {
  /** Live entries of one proof key at most. @default 100,000 */
  readonly maxPerOwner?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

/** A {@link ReplayStore} in Redis. */
export interface RedisReplayStore extends ReplayStore {
  /** Claims a proof, at most once, for all nodes. */
  claimOnce(claim: ReplayClaim): Promise<boolean>;
}

const optionNames: ReadonlySet<string> = new Set<keyof RedisReplayStoreOptions>([
  ...redisOptionNames,
  'maxPerOwner',
  'clock',
]);

// Entries outlive their expiry by this much, for nodes whose clocks are behind.
const graceSeconds = 300;

// One sorted set per proof key, ids scored by expiry, so that looking, counting and remembering are one step on one key.
// The first write is the one that may be refused: once a script has written, Redis lets it grow beyond maxmemory.
const claimScript = `
local known = redis.call('ZSCORE', KEYS[1], ARGV[1])
if known and tonumber(known) >= tonumber(ARGV[2]) then return 'SEEN' end
if redis.call('ZCOUNT', KEYS[1], ARGV[2], '+inf') >= tonumber(ARGV[4]) then return 'QUOTA' end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. (ARGV[2] - ARGV[6]))
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[5]) then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
return 'CLAIMED'`;

/**
 * Makes a replay store that all nodes of an API share, in Redis 6.2 or newer.
 *
 * Atomic across processes, whichever of them dies in between. It fails closed: no answer within `timeoutMs`, a full server or a server
 * that may evict entries is an error, and the request is refused. Not bounded as a whole: that is `maxmemory` of the server, with the
 * policy `noeviction`, which is checked once. A replica that takes over without the last writes forgets them; ask Redis for `WAIT` or
 * synchronous replication where that matters.
 *
 * @throws TypeError for wrong, missing or unknown options
 * @throws from `claimOnce`: {@link RedisFailed}, {@link ReplayStoreFull} `ERR_REPLAY_OWNER_QUOTA`
 *
 * @example
 * ```ts
 * import { createRedisReplayStore } from '@holdfast/node/redis';
 * import { createClient } from 'redis';
 *
 * const redis = createClient({ url: 'redis://127.0.0.1:6379' });
 * redis.on('error', ({ message }) => console.error(message)); // without this, a lost connection ends the process
 * await redis.connect();
 * export const store = createRedisReplayStore({ redis, prefix: 'orders-api:' });
 * ```
 */
export function createRedisReplayStore(options: RedisReplayStoreOptions): RedisReplayStore {
  checkOptionNames(options, optionNames);
  const { prefix, clock = Date.now } = options;
  const maxPerOwner = wholeNumber(options.maxPerOwner ?? 100_000, 'maxPerOwner');
  const send = createCommandSender(options);
  let checked: Promise<void> | undefined;
  return {
    async claimOnce({ id, owner, expiresAt }) {
      if (!Number.isFinite(expiresAt)) throw new TypeError('The expiry of a replay claim must be a finite number');
      checked ??= checkEviction(send).catch((error: unknown) => {
        checked = undefined;
        throw error;
      });
      await checked;
      const now = epochSeconds(clock);
      const lastSecond = Math.floor(expiresAt);
      if (lastSecond < now) return false;
      const lifetimeMs = (lastSecond - now + graceSeconds) * 1000;
      const parameters = [id, now, lastSecond, maxPerOwner, lifetimeMs, graceSeconds].map(String);
      const answer = await send('EVAL', claimScript, '1', `${prefix}replay:${owner}`, ...parameters);
      return readAnswer(answer);
    },
  };
}

function readAnswer(answer: unknown): boolean {
  switch (readTextAnswer(answer, 'EVAL')) {
    case 'CLAIMED':
      return true;
    case 'SEEN':
      return false;
    case 'QUOTA':
      throw new ReplayStoreFull('ERR_REPLAY_OWNER_QUOTA');
    default:
      throw new RedisFailed('ERR_REDIS_REPLY', { detail: 'EVAL' });
  }
}

// The words of Redis: what a server says beside them is not repeated.
const evictingPolicies = ['lru', 'lfu', 'random']
  .flatMap((order) => [`allkeys-${order}`, `volatile-${order}`])
  .concat('volatile-ttl');

// INFO and not CONFIG GET, which hosted servers forbid.
async function checkEviction(send: SendCommand): Promise<void> {
  const facts = readTextAnswer(await send('INFO', 'memory'), 'INFO');
  const limit = /^maxmemory:(\d+)\r?$/m.exec(facts)?.[1];
  const policy = /^maxmemory_policy:([\w-]+)\r?$/m.exec(facts)?.[1];
  if (limit === undefined || policy === undefined) throw new RedisFailed('ERR_REDIS_REPLY', { detail: 'INFO' });
  if (limit !== '0' && policy !== 'noeviction') {
    throw new RedisFailed('ERR_REDIS_EVICTION', { detail: evictingPolicies.find((known) => known === policy) });
  }
}

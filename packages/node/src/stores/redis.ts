/**
 * What several processes share through a Redis of yours: nodes of one API their replay store and nonce secret, processes of one client
 * their tokens.
 *
 * The client of the `redis` package fits as it is; you connect and close it. Everything fails closed: no answer in time is an error, and
 * never an accepted replay. Tokens and secrets are sealed with a key that Redis does not have.
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
 *
 * @packageDocumentation
 */
export { type RedisCode, RedisFailed } from '../errors/redis-failed.ts';
export { SealBroken } from '../errors/seal-broken.ts';
export {
  createCommandSender,
  type RedisCommands,
  type RedisStoreOptions,
  readTextAnswer,
  type SendCommand,
} from './redis-commands.ts';
export { type RedisNonceSecretOptions, readRedisNonceSecret } from './redis-nonce-secret.ts';
export { createRedisReplayStore, type RedisReplayStore, type RedisReplayStoreOptions } from './redis-replay-store.ts';
export { createRedisTokenStore, type RedisTokenStoreOptions } from './redis-token-store.ts';
export { createSealedBox, type SealedBox } from './sealed-box.ts';

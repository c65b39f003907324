/** The door `@holdfast/node/redis`: stores that several processes share. */
export { type RedisCode, RedisFailed } from '../errors/redis-failed.ts';
export { SealBroken } from '../errors/seal-broken.ts';
export type { RedisCommands, RedisStoreOptions } from './redis-commands.ts';
export { type RedisNonceSecretOptions, readRedisNonceSecret } from './redis-nonce-secret.ts';
export { createRedisReplayStore, type RedisReplayStoreOptions } from './redis-replay-store.ts';
export { createRedisTokenStore, type RedisTokenStoreOptions } from './redis-token-store.ts';

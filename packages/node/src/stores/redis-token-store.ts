import { createHmac } from 'node:crypto';
import { type Clock, epochSeconds } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { TokenStore } from '@holdfast/oauth';
import { createCommandSender, type RedisStoreOptions, readTextAnswer, redisOptionNames } from './redis-commands.ts';
import { createSealedBox } from './sealed-box.ts';

/** Options of {@link createRedisTokenStore}; unknown names are refused. */
export interface RedisTokenStoreOptions extends RedisStoreOptions {
  /** 32 random bytes of the caller, the same in every process of the application. */
  readonly encryptionKey: Uint8Array;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

const optionNames: ReadonlySet<string> = new Set<keyof RedisTokenStoreOptions>([
  ...redisOptionNames,
  'encryptionKey',
  'clock',
]);

/**
 * Makes a store in which the processes of one application share tokens, in Redis.
 *
 * Whoever reads Redis learns no token, no tenant, no client and no scope: values are sealed (AES-256-GCM) and names are keyed hashes of the
 * cache key. Whoever writes to it cannot make one caller's token another's: the whole cache key is associated data of the seal. An old
 * token put back under its own name is accepted until it expires; an authority's revocation ends it.
 *
 * @throws TypeError for wrong, missing or unknown options
 * @throws from its functions: {@link RedisFailed}, {@link SealBroken}; a client then asks the authority
 * @see NIST SP 800-38D
 *
 * @example
 * ```ts
 * import { createConfidentialClient } from '@holdfast/node';
 * import { createRedisTokenStore } from '@holdfast/node/redis';
 * import { createClient } from 'redis';
 *
 * const redis = createClient({ url: 'redis://127.0.0.1:6379' });
 * redis.on('error', ({ message }) => console.error(message)); // without this, a lost connection ends the process
 * await redis.connect();
 * export const createShared = (encryptionKey: Uint8Array) =>
 *   createConfidentialClient({
 *     authority: 'https://login.microsoftonline.com/contoso.example',
 *     clientId: '11111111-2222-4333-8444-555555555555',
 *     clientSecret: 'from your configuration',
 *     tokenStore: createRedisTokenStore({ redis, prefix: 'orders-daemon:', encryptionKey }),
 *   });
 * ```
 */
export function createRedisTokenStore(options: RedisTokenStoreOptions): TokenStore {
  checkOptionNames(options, optionNames);
  const { prefix, encryptionKey, clock = Date.now } = options;
  const send = createCommandSender(options);
  const box = createSealedBox(encryptionKey);
  // One key of the caller, two uses: the label keeps the hash key apart from the encryption key.
  const nameKey = createHmac('sha256', encryptionKey).update('holdfast token store names').digest();
  const nameOf = (key: string): string =>
    `${prefix}token:${createHmac('sha256', nameKey).update(key).digest('base64url')}`;
  return {
    async read(key) {
      const sealed = await send('GET', nameOf(key));
      return sealed === null || sealed === undefined ? undefined : box.open(key, readTextAnswer(sealed, 'GET'));
    },
    async write(key, value, expiresAt) {
      const seconds = Math.floor(expiresAt) - epochSeconds(clock);
      if (seconds > 0) await send('SET', nameOf(key), box.seal(key, value), 'EX', String(seconds));
    },
  };
}

import { type Bytes, decodeBase64url, encodeBase64url, randomBytes } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { RedisFailed } from '../errors/redis-failed.ts';
import { createCommandSender, type RedisStoreOptions, readTextAnswer, redisOptionNames } from './redis-commands.ts';
import { createSealedBox } from './sealed-box.ts';

/** Options of {@link readRedisNonceSecret}; unknown names are refused. */
export interface RedisNonceSecretOptions extends RedisStoreOptions {
  /** 32 bytes of the caller, the same on every node: whoever reads Redis must not learn the secret. */
  readonly encryptionKey: Uint8Array;
}

const optionNames: ReadonlySet<string> = new Set<keyof RedisNonceSecretOptions>([...redisOptionNames, 'encryptionKey']);

/**
 * Reads the nonce secret that all nodes of an API share; the first node makes it.
 *
 * Read it once, at start-up. To replace it, delete the key and restart the nodes: nonces under way are then answered with a fresh one.
 *
 * @throws TypeError for wrong, missing or unknown options
 * @throws {@link RedisFailed}, {@link SealBroken}
 *
 * @example
 * ```ts
 * import { readRedisNonceSecret } from '@holdfast/node/redis';
 * import { createClient } from 'redis';
 *
 * const redis = createClient({ url: 'redis://127.0.0.1:6379' });
 * redis.on('error', ({ message }) => console.error(message)); // without this, a lost connection ends the process
 * await redis.connect();
 * export const nonceSecret = (encryptionKey: Uint8Array) =>
 *   readRedisNonceSecret({ redis, prefix: 'orders-api:', encryptionKey });
 * ```
 */
export async function readRedisNonceSecret(options: RedisNonceSecretOptions): Promise<Bytes> {
  checkOptionNames(options, optionNames);
  const send = createCommandSender(options);
  const box = createSealedBox(options.encryptionKey);
  const name = `${options.prefix}nonce-secret`;
  // NX: of several nodes that start at once, one writes and all read what it wrote.
  await send('SET', name, box.seal(name, encodeBase64url(randomBytes(32))), 'NX');
  const sealed = await send('GET', name);
  if (sealed === null || sealed === undefined) throw new RedisFailed('ERR_REDIS_REPLY', { detail: 'GET' });
  return decodeBase64url(box.open(name, readTextAnswer(sealed, 'GET')));
}

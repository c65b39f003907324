import { createDeadline } from '@holdfast/core';
import { RedisFailed } from '../errors/redis-failed.ts';
import { wholeNumber } from '../options/whole-number.ts';

/**
 * Port: what the stores need of a Redis client. `createClient` of the `redis` package fits as it is.
 */
export interface RedisCommands {
  /** Sends one command with its parameters and gives the reply. */
  sendCommand(command: string[]): Promise<unknown>;
}

/** Options that every Redis store takes. */
export interface RedisStoreOptions {
  /** A connected client of the caller, who also closes it. */
  readonly redis: RedisCommands;
  /** What every key starts with; one for each API or application. */
  readonly prefix: string;
  /** How long an answer may take before it counts as failed, in milliseconds. @default 1,000 */
  readonly timeoutMs?: number | undefined;
}

/** The names of these options, for the stores that take more. */
export const redisOptionNames: readonly (keyof RedisStoreOptions)[] = ['redis', 'prefix', 'timeoutMs'];

/** Sends one command, or throws {@link RedisFailed}. */
export type SendCommand = (...command: readonly string[]) => Promise<unknown>;

/**
 * Makes a sender that fails in time. A client that has lost its server queues commands for ever, and a request that waits for ever is
 * neither accepted nor refused.
 *
 * Not checked: names that are none of these options; they may be those of the store around it.
 *
 * @throws TypeError for wrong options
 * @throws from what it makes: {@link RedisFailed} `ERR_REDIS_UNAVAILABLE`
 *
 * @example
 * ```ts
 * import { createCommandSender, type RedisCommands, readTextAnswer } from '@holdfast/node/redis';
 *
 * export async function readSetting(redis: RedisCommands): Promise<string> {
 *   const send = createCommandSender({ redis, prefix: 'orders-api:', timeoutMs: 500 });
 *   return readTextAnswer(await send('GET', 'orders-api:setting'), 'GET');
 * }
 * ```
 */
export function createCommandSender(options: RedisStoreOptions): SendCommand {
  const { redis, prefix, timeoutMs = 1000 } = options;
  if (typeof redis?.sendCommand !== 'function') throw new TypeError('redis must be a client with sendCommand');
  if (typeof prefix !== 'string' || prefix === '') throw new TypeError('prefix must be a text that is not empty');
  const patienceMs = wholeNumber(timeoutMs, 'timeoutMs');
  return async (...command) => {
    const deadline = createDeadline(patienceMs);
    try {
      return await deadline.race(() => redis.sendCommand([...command]));
    } catch (cause) {
      throw new RedisFailed('ERR_REDIS_UNAVAILABLE', { detail: command[0], cause });
    } finally {
      deadline.clear();
    }
  };
}

/**
 * Reads an answer that must be text; clients give it as text or as bytes.
 *
 * Not checked: what the text says.
 *
 * @param command - which command was answered, for the error
 * @throws {@link RedisFailed} `ERR_REDIS_REPLY` when it is no text
 *
 * @example
 * ```ts
 * import { readTextAnswer } from '@holdfast/node/redis';
 *
 * console.log(readTextAnswer(Buffer.from('PONG'), 'PING')); // PONG
 * ```
 */
export function readTextAnswer(answer: unknown, command: string): string {
  if (typeof answer === 'string') return answer;
  if (answer instanceof Uint8Array) return Buffer.from(answer).toString();
  throw new RedisFailed('ERR_REDIS_REPLY', { detail: command });
}

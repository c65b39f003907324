import { createHmac } from 'node:crypto';
import { checkOptionNames } from '@holdfast/core/option-names';
import {
  createCommandSender,
  createSealedBox,
  RedisFailed,
  type RedisStoreOptions,
  readTextAnswer,
} from '@holdfast/node/redis';
import { claimScript, giveUpScript, publishScript, renewScript } from './cluster-scripts.ts';
import type { ClaimVerdict, ClusterTokenStore, PublicationVerdict, TokenClaim } from './cluster-token-store.ts';
import { parseStoreLimits, type StoreLimits } from './store-limits.ts';

/** Options of {@link createRedisClusterTokenStore}; unknown names are refused. */
export interface RedisClusterTokenStoreOptions extends RedisStoreOptions, StoreLimits {
  /** 32 random bytes of the owner, the same on every node of the cluster. */
  readonly encryptionKey: Uint8Array;
}

const optionNames: ReadonlySet<string> = new Set<keyof RedisClusterTokenStoreOptions>([
  'redis',
  'prefix',
  'timeoutMs',
  'encryptionKey',
  'grantsPerMinute',
]);

/**
 * Makes a store that the token services of a cluster share, in Redis 6.2 or newer.
 *
 * Each verb is one script on the server, with the clock of the server. Whoever reads Redis learns no token, no identity and no resource:
 * tokens are sealed (AES-256-GCM) under the name of their place, names and hashes are keyed. Whoever writes to it can put an old token of a
 * place back, or cause more calls to the authority, and nothing else. A server that lost its memory grants anew: one call more.
 *
 * @throws TypeError for wrong, missing or unknown options
 * @throws from its functions: {@link RedisFailed}, {@link SealBroken}
 * @see NIST SP 800-38D
 *
 * @example
 * ```ts
 * import { createRedisClusterTokenStore } from '@holdfast/mits';
 * import { createClient } from 'redis';
 *
 * const redis = createClient({ url: 'redis://127.0.0.1:6379' });
 * redis.on('error', ({ message }) => console.error(message)); // without this, a lost connection ends the process
 * await redis.connect();
 * export const createShared = (encryptionKey: Uint8Array) =>
 *   createRedisClusterTokenStore({ redis, prefix: 'cluster-7:', encryptionKey });
 * ```
 */
export function createRedisClusterTokenStore(options: RedisClusterTokenStoreOptions): ClusterTokenStore {
  checkOptionNames(options, optionNames);
  const { prefix, encryptionKey } = options;
  const { grantsPerMinute, refusalMs } = parseStoreLimits(options);
  const send = createCommandSender(options);
  const box = createSealedBox(encryptionKey);
  // One key of the owner, two uses: the label keeps the hash key apart from the encryption key.
  const nameKey = createHmac('sha256', encryptionKey).update('holdfast cluster token names').digest();
  const hide = (...parts: readonly string[]): string =>
    createHmac('sha256', nameKey).update(JSON.stringify(parts)).digest('base64url');
  const run = (script: string, keys: readonly string[], parameters: readonly (string | number)[]): Promise<unknown> =>
    send('EVAL', script, String(keys.length), ...keys, ...parameters.map(String));

  return {
    async claim(claim) {
      const mark = claim.refusedHash === undefined ? '' : markOf(hide, claim.place, claim.refusedHash);
      const parameters = [claim.fence, claim.leaseMs, mark, grantsPerMinute, refusalMs];
      const answer = await run(claimScript, keysOf({ prefix, hide }, claim, mark), parameters);
      return readVerdict(answer, (sealed, what) => box.open(`${what}:${claim.place}`, sealed));
    },
    async renew(grant) {
      const answer = await run(renewScript, keysOf({ prefix, hide }, grant), [grant.fence, grant.leaseMs]);
      return readWord(answer, ['RENEWED', 'SUPERSEDED']) === 'RENEWED';
    },
    async publish(publication) {
      const { place, fence, text, tokenHash, lifeMs, freshMs } = publication;
      const mark = markOf(hide, place, tokenHash);
      const parameters = [fence, mark, box.seal(`token:${place}`, text), Math.max(1, lifeMs), Math.max(0, freshMs)];
      const answer = await run(publishScript, keysOf({ prefix, hide }, publication, mark), parameters);
      return readWord(answer, ['PUBLISHED', 'SUPERSEDED', 'REFUSED']).toLowerCase() as PublicationVerdict;
    },
    async giveUp(grant) {
      const { place, fence, failure } = grant;
      const sealed = failure === undefined ? '' : box.seal(`failure:${place}`, failure.text);
      const answer = await run(giveUpScript, keysOf({ prefix, hide }, grant), [fence, sealed, failure?.pauseMs ?? 0]);
      readWord(answer, ['ENDED', 'SUPERSEDED']);
    },
  };
}

type Hide = (...parts: readonly string[]) => string;

const markOf = (hide: Hide, place: string, hash: string): string => hide('mark', place, hash);

// The braces keep all keys of an owner on one node of a Redis cluster, where a script may touch no others.
function keysOf(
  { prefix, hide }: { readonly prefix: string; readonly hide: Hide },
  { place, owner }: Pick<TokenClaim, 'place' | 'owner'>,
  mark = '',
): readonly string[] {
  const own = `${prefix}mits:{${hide('owner', owner)}}`;
  const name = hide('place', place);
  const parts = ['token', 'fresh', 'lease', 'fence', 'failure'].map((part) => `${own}:${part}:${name}`);
  return [...parts, `${own}:refused:${mark}`, `${own}:budget`];
}

type OpenSealed = (sealed: string, what: 'token' | 'failure') => string;

function readVerdict(answer: unknown, open: OpenSealed): ClaimVerdict {
  if (!Array.isArray(answer) || answer.length !== 3) throw new RedisFailed('ERR_REDIS_REPLY', { detail: 'EVAL' });
  const [kind, text, milliseconds] = answer.map((part) => readTextAnswer(part, 'EVAL'));
  // A key that expires between two lines of a script says -2; it has no time left either way.
  const span = Math.max(0, Number(milliseconds));
  if (text === undefined || !Number.isSafeInteger(span)) throw new RedisFailed('ERR_REDIS_REPLY', { detail: 'EVAL' });
  const token = text === '' ? undefined : { text, lifeMs: span };
  switch (kind) {
    case 'TOKEN':
      return { kind: 'token', token: { text: open(text, 'token'), lifeMs: span } };
    case 'GRANTED':
      return { kind: 'granted', token: token && { ...token, text: open(text, 'token') } };
    case 'HELD':
      return { kind: 'held', leaseMs: span };
    case 'FAILED':
      return { kind: 'failed', failure: open(text, 'failure'), pauseMs: span };
    case 'EXHAUSTED':
      return { kind: 'exhausted', pauseMs: span };
    default:
      throw new RedisFailed('ERR_REDIS_REPLY', { detail: 'EVAL' });
  }
}

function readWord<Word extends string>(answer: unknown, words: readonly Word[]): Word {
  const said = readTextAnswer(answer, 'EVAL');
  const word = words.find((known) => known === said);
  if (word === undefined) throw new RedisFailed('ERR_REDIS_REPLY', { detail: 'EVAL' });
  return word;
}

import { type Clock, createDeadline, type EventSink, epochSeconds, sha256Hex } from '@holdfast/core';
import { writeCacheKey } from '../cache/cache-key.ts';
import type { RefusedTokens } from '../cache/refused-tokens.ts';
import { buildStoredToken, parseStoredToken, type StoredToken } from '../cache/stored-token.ts';
import type { CachedToken } from '../cache/token-cache.ts';
import type { TokenStore } from '../cache/token-store.ts';
import type { ClientEvent } from '../events/token-event.ts';
import type { AuthorizationScheme } from '../scheme/authorization-scheme.ts';
import type { Acquisition } from './acquired-token.ts';
import type { Wish } from './decide-source.ts';

/** Tokens that other processes of the application have acquired. Neither function ever throws. */
export interface StoredTokens {
  /** Whether a token of another process would do. */
  mayAnswer(acquisition: Acquisition): boolean;
  /** A token that answers the wish as well as the authority would, if another process has left one; never one that was refused. */
  find(acquisition: Acquisition): Promise<Omit<CachedToken, 'sequence'> | undefined>;
  keep(acquisition: Acquisition, token: StoredToken): Promise<void>;
}

const longestStoreMs = 2000;

/** Makes the door to a store; without a store nothing is found and nothing is kept. */
export function createStoredTokens(options: {
  readonly store: TokenStore | undefined;
  readonly refused: Pick<RefusedTokens, 'has'>;
  /** Authority and client id: what keeps the tokens of two clients apart that share the store. */
  readonly client: readonly string[];
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
  /** How long a token request may take; a store gets no more than that, and never more than two seconds. */
  readonly timeoutMs: number;
}): StoredTokens {
  const { store, refused, client, clock, emit } = options;
  const timeoutMs = Math.min(options.timeoutMs, longestStoreMs);
  const fail = (operation: 'read' | 'write'): undefined => {
    emit({ name: 'store.failed', operation });
    return undefined;
  };
  const mayAnswer = ({ query, wish }: Acquisition): boolean =>
    store !== undefined && query.scheme.isPortable && admitsStored(wish);
  return {
    mayAnswer,
    async find(acquisition) {
      if (store === undefined || !mayAnswer(acquisition)) return undefined;
      const { cacheKey, query } = acquisition;
      const text = await settle(() => store.read(writeCacheKey(cacheKey, client)), timeoutMs).catch(() => fail('read'));
      if (text === undefined) return undefined;
      const token = parseStoredToken(text);
      if (token === undefined || !(await isAsked(token, query.scheme))) return fail('read');
      if (epochSeconds(clock) >= token.refreshAt) return undefined;
      const sha256 = await sha256Hex(token.accessToken);
      return refused.has(sha256) ? undefined : { ...token, sha256 };
    },
    async keep({ cacheKey, query }, token) {
      if (store === undefined || !query.scheme.isPortable) return;
      const write = (): Promise<void> =>
        store.write(writeCacheKey(cacheKey, client), buildStoredToken(token), token.expiresAt);
      await settle(write, timeoutMs).catch(() => fail('write'));
    },
  };
}

// A store of somebody else may also throw at once, or never answer; callers must not wait for it longer than they would for the authority.
async function settle<T>(work: () => Promise<T>, timeoutMs: number): Promise<T> {
  const deadline = createDeadline(timeoutMs);
  try {
    return await deadline.race(work);
  } finally {
    deadline.clear();
  }
}

// A challenge without a hash wants a token that is younger than itself, and so does a forced refresh.
function admitsStored(wish: Wish): boolean {
  return !wish.forceRefresh && (!wish.hasClaims || wish.tokenHash !== undefined);
}

// What lies in a store is checked like a reply: it must be no weaker than what is asked for.
async function isAsked(token: StoredToken, scheme: AuthorizationScheme): Promise<boolean> {
  if (token.scheme !== scheme.name || token.bindingThumbprint !== scheme.binding?.thumbprint) return false;
  return scheme.checkAccessToken(token.accessToken).then(
    () => true,
    () => false,
  );
}

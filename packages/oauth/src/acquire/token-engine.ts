import type { Clock, EventSink } from '@holdfast/core';
import { createRefusedTokens } from '../cache/refused-tokens.ts';
import { type CachedToken, createTokenCache } from '../cache/token-cache.ts';
import type { TokenStore } from '../cache/token-store.ts';
import type { ClientEvent } from '../events/token-event.ts';
import type { ProofKeys } from '../proof-keys/proof-keys.ts';
import type { TokenRequester } from '../token-endpoint/token-query.ts';
import { createTokenAcquirer, type TokenAcquirer } from './acquire-token.ts';
import { createCooldowns } from './cooldowns.ts';
import { createTokenFetcher } from './fetch-token.ts';
import { createStoredTokens } from './stored-tokens.ts';

/** What {@link createTokenEngine} needs. */
export interface TokenEngineOptions {
  /** Asks whoever has the tokens; it knows nothing of caches. */
  readonly requestToken: TokenRequester;
  /** Whether it passes on `tokenHash`, so that a cache behind it can let go of that token. */
  readonly relaysTokenHash: boolean;
  /** Whose tokens they are: what keeps them apart from everybody else's in a shared store. */
  readonly partition: readonly string[];
  readonly tokenStore: TokenStore | undefined;
  readonly keys: Pick<ProofKeys, 'noteTokenExpiry' | 'isDiscarded'>;
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
  /** How long a request may take: what is bound to a key is held that long, and a store gets no more. */
  readonly timeoutMs: number;
  readonly maxCacheEntries: number;
}

/** Everything between a caller who wants a token and a request for one: cache, single-flight, background refresh, shared store, pauses, events. */
export interface TokenEngine {
  readonly acquire: TokenAcquirer;
  /** Removes every token bound to a key and gives them back. */
  takeBoundTo(thumbprint: string): readonly CachedToken[];
}

/** Assembles an engine; it does not know where the tokens come from. */
export function createTokenEngine(options: TokenEngineOptions): TokenEngine {
  const { requestToken, relaysTokenHash, keys, clock, emit, timeoutMs, maxCacheEntries } = options;
  const cache = createTokenCache(maxCacheEntries);
  const refused = createRefusedTokens(maxCacheEntries);
  const throttles = createCooldowns(maxCacheEntries, clock);
  const refreshPauses = createCooldowns(maxCacheEntries, clock);
  const timeoutSeconds = Math.ceil(timeoutMs / 1000);
  const { tokenStore: store, partition: client } = options;
  const stored = createStoredTokens({ store, refused, client, clock, emit, timeoutMs });
  const fetchToken = createTokenFetcher({
    cache,
    refused,
    requestToken,
    stored,
    keys,
    throttles,
    timeoutSeconds,
    clock,
  });
  return {
    acquire: createTokenAcquirer({ cache, refused, fetchToken, stored, relaysTokenHash, refreshPauses, clock, emit }),
    takeBoundTo: cache.takeBoundTo,
  };
}

import { type Clock, epochSeconds, sha256Hex } from '@holdfast/core';
import type { CacheKey } from '../cache/cache-key.ts';
import type { RefusedTokens } from '../cache/refused-tokens.ts';
import type { CachedToken, TokenCache } from '../cache/token-cache.ts';
import { refreshInstant } from '../cache/token-state.ts';
import { ProofKeyUnavailable } from '../errors/scheme-errors.ts';
import { RevokedTokenRepeated, TokenEndpointThrottled } from '../errors/token-errors.ts';
import type { TokenOrigin } from '../events/token-event.ts';
import type { ProofKeys } from '../proof-keys/proof-keys.ts';
import type { TokenQuery, TokenReply, TokenRequester } from '../token-endpoint/token-query.ts';
import type { Acquisition } from './acquired-token.ts';
import type { Cooldowns } from './cooldowns.ts';
import { throttleSeconds } from './refusal-of.ts';
import type { StoredTokens } from './stored-tokens.ts';

/** A token that was not in the cache, and where it was. */
export interface FetchedToken {
  readonly token: CachedToken;
  readonly origin: TokenOrigin & ('network' | 'store');
}

/** Takes what another process has left, or asks the authority, and keeps it; called once per flight. */
export type TokenFetcher = (acquisition: Acquisition, signal: AbortSignal) => Promise<FetchedToken>;

/** What {@link createTokenFetcher} needs. */
export interface TokenFetcherOptions {
  readonly cache: TokenCache;
  readonly requestToken: TokenRequester;
  readonly stored: StoredTokens;
  readonly refused: Pick<RefusedTokens, 'has'>;
  readonly keys: Pick<ProofKeys, 'noteTokenExpiry' | 'isDiscarded'>;
  /** Pauses that the authority asked for. */
  readonly throttles: Cooldowns;
  /** How long a request may take, for holding on to its key meanwhile. */
  readonly timeoutSeconds: number;
  readonly clock: Clock;
}

/** Makes the function that turns one answer, of a store or of the authority, into one cached token. */
export function createTokenFetcher(options: TokenFetcherOptions): TokenFetcher {
  const { cache, requestToken, stored, refused, keys, throttles, timeoutSeconds, clock } = options;
  let lastSequence = 0;
  // Where there is no better one a refused token is kept, and given to nobody: so the next request can say which token it is about.
  const noteRepeated = (cacheKey: CacheKey, token: CachedToken): void => {
    const present = cache.find(cacheKey)?.token;
    const isBetter = present !== undefined && present.expiresAt > epochSeconds(clock) && !refused.has(present.sha256);
    if (!isBetter) cache.writeIfNewer(cacheKey, token);
  };
  return async (acquisition, signal) => {
    const { cacheKey, query } = acquisition;
    lastSequence += 1;
    const sequence = lastSequence;
    const thumbprint = query.scheme.binding?.thumbprint;
    const refuseDiscarded = (): void => {
      const isDiscarded = thumbprint !== undefined && keys.isDiscarded(thumbprint);
      if (isDiscarded) throw new ProofKeyUnavailable('ERR_PROOF_KEY_DISCARDED');
    };
    const found = await stored.find(acquisition);
    if (found !== undefined) {
      refuseDiscarded();
      const token = Object.freeze({ ...found, sequence });
      cache.writeIfNewer(cacheKey, token);
      return { token, origin: 'store' };
    }
    // Taken before the request: a slow answer must not make a token look younger than it is.
    const issuedAt = epochSeconds(clock);
    if (thumbprint !== undefined) keys.noteTokenExpiry(thumbprint, issuedAt + timeoutSeconds);
    const secondsLeft = throttles.secondsLeft(cacheKey);
    if (secondsLeft > 0) throw new TokenEndpointThrottled(secondsLeft);
    try {
      const token = await keepable(query, await requestToken(query, signal), { sequence, issuedAt });
      refuseDiscarded();
      if (thumbprint !== undefined) keys.noteTokenExpiry(thumbprint, token.expiresAt);
      if (refused.has(token.sha256) || token.sha256 === query.tokenHash) {
        noteRepeated(cacheKey, token);
        throw new RevokedTokenRepeated();
      }
      cache.writeIfNewer(cacheKey, token);
      await stored.keep(acquisition, token);
      return { token, origin: 'network' };
    } catch (error) {
      const seconds = throttleSeconds(error);
      if (seconds !== undefined) throttles.begin(cacheKey, seconds);
      throw error;
    }
  };
}

async function keepable(
  query: TokenQuery,
  reply: TokenReply,
  order: { sequence: number; issuedAt: number },
): Promise<CachedToken> {
  const { issuedAt, sequence } = order;
  return Object.freeze({
    accessToken: reply.accessToken,
    sha256: await sha256Hex(reply.accessToken),
    scheme: query.scheme.name,
    bindingThumbprint: query.scheme.binding?.thumbprint,
    tenant: query.tenant,
    scopes: Object.freeze([...(reply.scopes ?? query.scopes)]),
    issuedAt,
    refreshAt: refreshInstant(issuedAt, reply.expiresInSeconds, reply.refreshInSeconds),
    expiresAt: issuedAt + reply.expiresInSeconds,
    sequence,
  });
}

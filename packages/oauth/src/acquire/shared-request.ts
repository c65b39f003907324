import { createSingleFlight } from '@holdfast/core';
import { encodeParts, writeCacheKey } from '../cache/cache-key.ts';
import type { CachedToken, TokenCache } from '../cache/token-cache.ts';
import type { RefreshReason, TokenOrigin } from '../events/token-event.ts';
import type { AcquiredToken, Acquisition } from './acquired-token.ts';
import type { TokenFetcher } from './fetch-token.ts';
import type { TokenReporter } from './token-reporter.ts';

/** Asks the authority, together with everybody who asks the same question at the time. */
export type SharedRequest = (acquisition: Acquisition, reason: RefreshReason) => Promise<AcquiredToken>;

/** What {@link createSharedRequest} needs. */
export interface SharedRequestOptions {
  readonly cache: Pick<TokenCache, 'find'>;
  readonly fetchToken: TokenFetcher;
  readonly reporter: TokenReporter;
}

/** Makes the function that turns any number of equal questions into one request; a failure is shared too, and told once. */
export function createSharedRequest({ cache, fetchToken, reporter }: SharedRequestOptions): SharedRequest {
  const flights = createSingleFlight<CachedToken>();
  return async (acquisition, reason) => {
    const { cacheKey, query, wish, signal } = acquisition;
    let origin: TokenOrigin = 'shared';
    const work = async (flightSignal: AbortSignal): Promise<CachedToken> => {
      try {
        const fetched = await fetchToken(acquisition, flightSignal);
        origin = fetched.origin;
        return fetched.token;
      } catch (error) {
        // Nobody waits any more: an abort is not a failure.
        if (!flightSignal.aborted) reporter.failed(query, reason, error);
        throw error;
      }
    };
    // Claims are part of the question: a caller with a challenge must not be given an answer that was asked for without it.
    const question = encodeParts([writeCacheKey(cacheKey), wish.hasClaims ? JSON.stringify(query.claims) : '']);
    const token = await flights.run(question, work, signal);
    reporter.seen(cache.find(cacheKey), query);
    return { token, origin, refreshReason: reason };
  };
}

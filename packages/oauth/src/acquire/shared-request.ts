import { type Clock, createSingleFlight } from '@holdfast/core';
import { encodeParts, writeCacheKey } from '../cache/cache-key.ts';
import type { CachedToken, TokenCache } from '../cache/token-cache.ts';
import type { TokenOrigin } from '../events/token-event.ts';
import type { AcquiredToken, Acquisition } from './acquired-token.ts';
import type { FromAuthority } from './decide-source.ts';
import type { TokenFetcher } from './fetch-token.ts';
import type { StoredTokens } from './stored-tokens.ts';
import type { TokenReporter } from './token-reporter.ts';

/** Asks the authority, together with everybody who asks the same question at the time. */
export type SharedRequest = (
  acquisition: Acquisition,
  ask: Pick<FromAuthority, 'reason' | 'replaces' | 'toldHash'>,
) => Promise<AcquiredToken>;

/** What {@link createSharedRequest} needs. */
export interface SharedRequestOptions {
  readonly cache: Pick<TokenCache, 'find'>;
  readonly fetchToken: TokenFetcher;
  readonly stored: Pick<StoredTokens, 'mayAnswer'>;
  readonly reporter: TokenReporter;
  readonly clock: Clock;
}

/** Makes the function that turns any number of equal questions into one request; a failure is shared too, and told once. */
export function createSharedRequest(options: SharedRequestOptions): SharedRequest {
  const { cache, fetchToken, stored, reporter, clock } = options;
  const flights = createSingleFlight<CachedToken>();
  return async (acquisition, ask) => {
    const { cacheKey, query, signal } = acquisition;
    const { reason, toldHash } = ask;
    let origin: TokenOrigin = 'shared';
    const work = async (flightSignal: AbortSignal): Promise<CachedToken> => {
      const { startedMs = clock() } = acquisition;
      try {
        const asked = { ...acquisition, query: { ...query, reason, tokenHash: toldHash } };
        const fetched = await fetchToken(asked, flightSignal);
        origin = fetched.origin;
        return fetched.token;
      } catch (error) {
        // Nobody waits any more: an abort is not a failure.
        if (!flightSignal.aborted) reporter.failed(query, { reason, startedMs }, error);
        throw error;
      }
    };
    const token = await flights.run(nameQuestion(acquisition, ask, stored.mayAnswer(acquisition)), work, signal);
    reporter.seen(cache.find(cacheKey), query);
    return { token, origin, refreshReason: reason };
  };
}

/**
 * Names a question, so that only equal ones share an answer.
 *
 * Claims are part of it: a caller with a challenge must not be given an answer that was asked for without it. So is the token to be replaced: an
 * answer that was under way before that one was refused may bring it once more. And so is whether another process's token will do.
 */
function nameQuestion(
  { cacheKey, query }: Acquisition,
  { replaces = '' }: Pick<FromAuthority, 'replaces'>,
  isStoreAsked: boolean,
): string {
  const claims = query.claims === undefined ? '' : JSON.stringify(query.claims);
  return encodeParts([writeCacheKey(cacheKey), claims, replaces, isStoreAsked ? 'store' : '']);
}

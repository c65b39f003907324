import { backoffDelay, type Clock, createSingleFlight, type EventSink, epochSeconds } from '@holdfast/core';
import { encodeParts } from '../cache/cache-key.ts';
import type { CachedToken, TokenCache } from '../cache/token-cache.ts';
import { type TokenState, tokenStateAt } from '../cache/token-state.ts';
import type { ClientEvent, RefreshReason, TokenOrigin } from '../events/token-event.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import type { Cooldowns } from './cooldowns.ts';
import { decideSource, type Wish } from './decide.ts';
import { describeFailure, describeSubject } from './describe-token.ts';
import { type TokenFetcher, throttleSeconds } from './fetch-token.ts';

/** One caller's wish for a token. */
export interface Acquisition {
  /** From `buildCacheKey`. */
  readonly cacheKey: string;
  readonly query: TokenQuery;
  readonly wish: Wish;
  readonly signal?: AbortSignal | undefined;
}

/** A token and how it came. */
export interface AcquiredToken {
  readonly token: CachedToken;
  readonly origin: TokenOrigin;
  readonly refreshReason?: RefreshReason | undefined;
}

/** Gives tokens from the cache, or from one request that all callers share. */
export type TokenAcquirer = (acquisition: Acquisition) => Promise<AcquiredToken>;

/** What {@link createTokenAcquirer} needs. */
export interface TokenAcquirerOptions {
  readonly cache: TokenCache;
  readonly fetchToken: TokenFetcher;
  /** Pauses after a refresh in the background failed. */
  readonly refreshPauses: Cooldowns;
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
}

/** Makes the engine: decide, ask once, keep, tell. */
export function createTokenAcquirer(options: TokenAcquirerOptions): TokenAcquirer {
  const { cache, fetchToken, refreshPauses, clock, emit } = options;
  const flights = createSingleFlight<CachedToken>();
  const refreshing = new Set<string>();

  const ask = async (acquisition: Acquisition, reason: RefreshReason): Promise<AcquiredToken> => {
    const { cacheKey, query, wish, signal } = acquisition;
    let origin: TokenOrigin = 'shared';
    // Claims are part of the flight: a caller with a challenge must not be given the answer to a question without it.
    const flightKey = encodeParts([cacheKey, wish.hasClaims ? JSON.stringify(query.claims) : '']);
    const work = async (flightSignal: AbortSignal): Promise<CachedToken> => {
      origin = 'network';
      try {
        return await fetchToken(cacheKey, query, flightSignal);
      } catch (error) {
        if (!flightSignal.aborted) emit(describeFailure(query, reason, error));
        throw error;
      }
    };
    const token = await flights.run(flightKey, work, signal);
    refreshPauses.clear(cacheKey);
    observe(cacheKey, query);
    return { token, origin, refreshReason: reason };
  };

  const refreshInBackground = (acquisition: Acquisition): RefreshReason | undefined => {
    const { cacheKey, query } = acquisition;
    if (refreshPauses.secondsLeft(cacheKey) > 0) return undefined;
    if (!refreshing.has(cacheKey)) {
      refreshing.add(cacheKey);
      const startedMs = clock();
      ask({ ...acquisition, signal: undefined }, 'proactive')
        .then((acquired) => announce(query, acquired, startedMs))
        .catch((error: unknown) => {
          refreshPauses.begin(cacheKey, throttleSeconds(error) ?? pauseSeconds(refreshPauses.countOf(cacheKey)));
        })
        .finally(() => refreshing.delete(cacheKey));
    }
    return 'proactive';
  };

  /** Tells the sink when a token is seen in another state than before. */
  const observe = (cacheKey: string, query: TokenQuery, refused?: 'revoked'): void => {
    const token = cache.find(cacheKey);
    if (token === undefined) return;
    const state: TokenState = refused ?? tokenStateAt(token, epochSeconds(clock));
    const previous = cache.enterState(cacheKey, state);
    if (previous !== 'unchanged') emit({ name: 'token.state', state, previous, ...describeSubject(query) });
  };

  const announce = (query: TokenQuery, acquired: AcquiredToken, startedMs: number): void => {
    emit({
      name: 'token.acquired',
      ...describeSubject(query),
      source: acquired.origin,
      refreshReason: acquired.refreshReason,
      correlationId: query.correlationId,
      tookMs: clock() - startedMs,
    });
  };

  return async (acquisition) => {
    const { cacheKey, query, wish } = acquisition;
    const startedMs = clock();
    const decision = await decideSource(cache.find(cacheKey), wish, epochSeconds(clock));
    const isRefused =
      decision.from === 'authority' && (decision.reason === 'claims' || decision.reason === 'token-hash');
    observe(cacheKey, query, isRefused ? 'revoked' : undefined);
    const acquired: AcquiredToken =
      decision.from === 'authority'
        ? await ask(acquisition, decision.reason)
        : {
            token: decision.token,
            origin: 'cache',
            refreshReason: decision.isDue ? refreshInBackground(acquisition) : undefined,
          };
    announce(query, acquired, startedMs);
    return acquired;
  };
}

/** At least five seconds, then longer and longer: an authority in trouble is not helped by being asked again. */
function pauseSeconds(failuresSoFar: number): number {
  return 5 + backoffDelay({ attempt: failuresSoFar, baseMs: 10_000, maxMs: 120_000 }) / 1000;
}

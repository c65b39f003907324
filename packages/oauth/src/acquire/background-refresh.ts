import { backoffDelay, type Clock } from '@holdfast/core';
import { writeCacheKey } from '../cache/cache-key.ts';
import type { Acquisition } from './acquired-token.ts';
import type { Cooldowns } from './cooldowns.ts';
import { throttleSeconds } from './refusal-of.ts';
import type { SharedRequest } from './shared-request.ts';
import type { TokenReporter } from './token-reporter.ts';

/** Begins a refresh that nobody waits for; tells whether one is under way. */
export type BackgroundRefresh = (acquisition: Acquisition) => boolean;

/** What {@link createBackgroundRefresh} needs. */
export interface BackgroundRefreshOptions {
  readonly ask: SharedRequest;
  /** Pauses after a refresh has failed. */
  readonly pauses: Cooldowns;
  readonly reporter: TokenReporter;
  readonly clock: Clock;
}

/**
 * Makes the refresh of tokens that are still good: one at a time for each token, never failing or delaying a caller, and after a
 * failure not before a pause has passed.
 */
export function createBackgroundRefresh(options: BackgroundRefreshOptions): BackgroundRefresh {
  const { ask, pauses, reporter, clock } = options;
  const underWay = new Set<string>();

  const refresh = async (acquisition: Acquisition, name: string): Promise<void> => {
    const { cacheKey, query } = acquisition;
    const startedMs = clock();
    try {
      // Without the caller's signal: the token is for whoever comes next.
      reporter.acquired(query, await ask({ ...acquisition, signal: undefined }, { reason: 'proactive' }), startedMs);
      pauses.clear(cacheKey);
    } catch (error) {
      pauses.begin(cacheKey, throttleSeconds(error) ?? pauseSeconds(pauses.countOf(cacheKey)));
    } finally {
      underWay.delete(name);
    }
  };

  return (acquisition) => {
    const { cacheKey } = acquisition;
    const name = writeCacheKey(cacheKey);
    if (underWay.has(name)) return true;
    if (pauses.secondsLeft(cacheKey) > 0) return false;
    underWay.add(name);
    void refresh(acquisition, name);
    return true;
  };
}

/** At least five seconds, then longer and longer: an authority in trouble is not helped by being asked again. */
function pauseSeconds(failuresSoFar: number): number {
  return 5 + backoffDelay({ attempt: failuresSoFar, baseMs: 10_000, maxMs: 120_000 }) / 1000;
}

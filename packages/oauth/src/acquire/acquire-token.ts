import { type Clock, type EventSink, epochSeconds } from '@holdfast/core';
import type { TokenCache } from '../cache/token-cache.ts';
import type { ClientEvent } from '../events/token-event.ts';
import type { AcquiredToken, Acquisition } from './acquired-token.ts';
import { createBackgroundRefresh } from './background-refresh.ts';
import type { Cooldowns } from './cooldowns.ts';
import { type Decision, decideSource } from './decide-source.ts';
import type { TokenFetcher } from './fetch-token.ts';
import { createSharedRequest } from './shared-request.ts';
import { createTokenReporter } from './token-reporter.ts';

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

/** Makes the engine: look, decide, ask once, tell. */
export function createTokenAcquirer(options: TokenAcquirerOptions): TokenAcquirer {
  const { cache, clock } = options;
  const reporter = createTokenReporter(options);
  const ask = createSharedRequest({ ...options, reporter });
  const refresh = createBackgroundRefresh({ ask, pauses: options.refreshPauses, reporter, clock });

  return async (acquisition) => {
    const { cacheKey, query, wish } = acquisition;
    const startedMs = clock();
    let entry = cache.find(cacheKey);
    let decision: Decision | Promise<Decision> = decideSource(entry?.token, wish, Math.floor(startedMs / 1000));
    // Comparing hashes takes its time. Was the token replaced meanwhile, the new one is judged, or it would be refreshed again.
    while (decision instanceof Promise) {
      const judged = await decision;
      const present = cache.find(cacheKey);
      decision = present === entry ? judged : decideSource(present?.token, wish, epochSeconds(clock));
      entry = present;
    }
    if (decision.from === 'authority') {
      const isRefused = decision.reason === 'claims' || decision.reason === 'token-hash';
      reporter.seen(entry, query, isRefused ? 'revoked' : undefined);
      const fetched = await ask(acquisition, decision.reason);
      reporter.acquired(query, fetched, startedMs);
      return fetched;
    }
    reporter.seen(entry, query);
    const isRefreshing = decision.isDue && refresh(acquisition);
    const found: AcquiredToken = {
      token: decision.token,
      origin: 'cache',
      refreshReason: isRefreshing ? 'proactive' : undefined,
    };
    reporter.acquired(query, found, startedMs);
    return found;
  };
}

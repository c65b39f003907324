import { type Clock, type EventSink, epochSeconds } from '@holdfast/core';
import type { RefusedTokens } from '../cache/refused-tokens.ts';
import type { TokenCache } from '../cache/token-cache.ts';
import { RevokedTokenRepeated } from '../errors/token-errors.ts';
import type { ClientEvent } from '../events/token-event.ts';
import type { AcquiredToken, Acquisition } from './acquired-token.ts';
import { createBackgroundRefresh } from './background-refresh.ts';
import type { Cooldowns } from './cooldowns.ts';
import { createSourceDecider, type FromAuthority } from './decide-source.ts';
import type { TokenFetcher } from './fetch-token.ts';
import { createSharedRequest } from './shared-request.ts';
import type { StoredTokens } from './stored-tokens.ts';
import { createTokenReporter } from './token-reporter.ts';

/** Gives tokens from the cache, or from one request that all callers share. */
export type TokenAcquirer = (acquisition: Acquisition) => Promise<AcquiredToken>;

/** What {@link createTokenAcquirer} needs. */
export interface TokenAcquirerOptions {
  readonly cache: TokenCache;
  readonly refused: RefusedTokens;
  readonly fetchToken: TokenFetcher;
  readonly stored: Pick<StoredTokens, 'mayAnswer'>;
  /** Whether the source can be told which token was refused. */
  readonly relaysTokenHash: boolean;
  /** Pauses after a refresh in the background failed. */
  readonly refreshPauses: Cooldowns;
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
}

/** Makes the engine: look, decide, ask once, tell. */
export function createTokenAcquirer(options: TokenAcquirerOptions): TokenAcquirer {
  const { cache, refused, clock } = options;
  const reporter = createTokenReporter(options);
  const decide = createSourceDecider(refused, options.relaysTokenHash);
  const share = createSharedRequest({ ...options, reporter });
  const refresh = createBackgroundRefresh({ ask: share, pauses: options.refreshPauses, reporter, clock });

  const ask = async (acquisition: Acquisition, decision: FromAuthority): Promise<AcquiredToken> => {
    const fetched = await share(acquisition, decision);
    // Another caller may have learnt that it is refused while it was on its way.
    if (refused.has(fetched.token.sha256)) throw new RevokedTokenRepeated();
    return fetched;
  };

  return async (acquisition) => {
    const { cacheKey, query, wish } = acquisition;
    const nowMs = clock();
    const { startedMs = nowMs } = acquisition;
    if (wish.tokenHash !== undefined) refused.note(wish.tokenHash, wish.hasClaims);
    for (let repeated: unknown; ; ) {
      const entry = cache.find(cacheKey);
      const decision = decide(entry?.token, wish, repeated ? epochSeconds(clock) : Math.floor(nowMs / 1000));
      if (decision.from === 'cache') {
        reporter.seen(entry, query);
        const isRefreshing = decision.isDue && refresh(acquisition);
        const found: AcquiredToken = {
          token: decision.token,
          origin: 'cache',
          refreshReason: isRefreshing ? 'proactive' : undefined,
        };
        reporter.acquired(query, found, startedMs);
        return found;
      }
      // The second time only with something new to say.
      if (repeated !== undefined && decision.toldHash === undefined) throw repeated;
      const isRefused = entry !== undefined && refused.has(entry.token.sha256);
      reporter.seen(entry, query, isRefused ? 'revoked' : undefined);
      try {
        const fetched = await ask(acquisition, decision);
        reporter.acquired(query, fetched, startedMs);
        return fetched;
      } catch (error) {
        const isFirst = repeated === undefined && decision.toldHash === undefined;
        if (!isFirst || wish.forceRefresh || !(error instanceof RevokedTokenRepeated)) throw error;
        repeated = error;
      }
    }
  };
}

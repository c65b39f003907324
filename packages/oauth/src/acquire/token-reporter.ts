import { type Clock, type EventSink, epochSeconds } from '@holdfast/core';
import type { TokenCache } from '../cache/token-cache.ts';
import { type TokenState, tokenStateAt } from '../cache/token-state.ts';
import type { ClientEvent, RefreshReason } from '../events/token-event.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import type { AcquiredToken } from './acquired-token.ts';
import { describeFailure, describeOperation, describeSubject } from './describe-token.ts';

/** Tells the sink what happens to tokens. */
export interface TokenReporter {
  /** A token was looked up: reported when it is in another state than before. */
  seen(cacheKey: string, query: TokenQuery, refused?: 'revoked'): void;
  acquired(query: TokenQuery, token: AcquiredToken, startedMs: number): void;
  failed(query: TokenQuery, reason: RefreshReason, error: unknown): void;
}

/** Makes the one place of this room that publishes events. */
export function createTokenReporter(options: {
  readonly cache: TokenCache;
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
}): TokenReporter {
  const { cache, clock, emit } = options;
  return {
    seen(cacheKey, query, refused) {
      const token = cache.find(cacheKey);
      if (token === undefined) return;
      const state: TokenState = refused ?? tokenStateAt(token, epochSeconds(clock));
      const previous = cache.enterState(cacheKey, state);
      if (previous !== 'unchanged') emit({ name: 'token.state', state, previous, ...describeSubject(query) });
    },
    acquired(query, { origin, refreshReason }, startedMs) {
      emit({
        name: 'token.acquired',
        ...describeOperation(query),
        source: origin,
        refreshReason,
        tookMs: clock() - startedMs,
      });
    },
    failed(query, reason, error) {
      emit(describeFailure(query, reason, error));
    },
  };
}

import { type Clock, type EventSink, epochSeconds } from '@holdfast/core';
import { type CacheEntry, enterState } from '../cache/token-cache.ts';
import { type TokenState, tokenStateAt } from '../cache/token-state.ts';
import type { ClientEvent, RefreshReason } from '../events/token-event.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import type { AcquiredToken } from './acquired-token.ts';
import { describeAcquired, describeFailure, describeSubject } from './describe-token.ts';

/** Tells the sink what happens to tokens. */
export interface TokenReporter {
  /** A token was looked up: reported when it is in another state than before. */
  seen(entry: CacheEntry | undefined, query: TokenQuery, refused?: 'revoked'): void;
  acquired(query: TokenQuery, token: AcquiredToken, startedMs: number): void;
  failed(
    query: TokenQuery,
    asked: { readonly reason: RefreshReason; readonly startedMs: number },
    error: unknown,
  ): void;
}

/** Makes the one place of this room that publishes events. */
export function createTokenReporter(options: {
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
}): TokenReporter {
  const { clock, emit } = options;
  return {
    seen(entry, query, refused) {
      if (entry === undefined) return;
      const state: TokenState = refused ?? tokenStateAt(entry.token, epochSeconds(clock));
      const previous = enterState(entry, state);
      if (previous !== 'unchanged') emit({ name: 'token.state', state, previous, ...describeSubject(query) });
    },
    acquired(query, token, startedMs) {
      emit(describeAcquired(query, token, clock() - startedMs));
    },
    failed(query, { reason, startedMs }, error) {
      emit(describeFailure(query, { refreshReason: reason, tookMs: clock() - startedMs }, error));
    },
  };
}

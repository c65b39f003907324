import { type Clock, type EventSink, FlightAborted, HoldfastError } from '@holdfast/core';
import type { TokenFailed } from '../events/token-event.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import { refusalOf } from './refusal-of.ts';

/** Tells of an acquisition that ended before there was a certificate to bind the token to. */
export type UnboundTeller = (question: Omit<TokenQuery, 'scheme'>, startedMs: number, error: unknown) => void;

/** Makes the teller; a failure that many waited for together is one object, and is told once. */
export function createUnboundTeller(options: {
  readonly clock: Clock;
  readonly emit: EventSink<TokenFailed>;
}): UnboundTeller {
  const { clock, emit } = options;
  const told = new WeakSet<object>();
  return (question, startedMs, error) => {
    // Who left has not failed.
    if (error instanceof FlightAborted) return;
    if (typeof error === 'object' && error !== null) {
      if (told.has(error)) return;
      told.add(error);
    }
    const { tenant, scopes, correlationId, claims } = question;
    const { status, errorCodes } = refusalOf(error);
    emit({
      name: 'token.failed',
      scheme: 'mtls_pop',
      tenant,
      scopes,
      correlationId,
      code: error instanceof HoldfastError ? error.code : 'ERR_UNKNOWN',
      refreshReason: claims === undefined ? 'no-cached-token' : 'claims',
      status,
      errorCodes,
      tookMs: clock() - startedMs,
    });
  };
}

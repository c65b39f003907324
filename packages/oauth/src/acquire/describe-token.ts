import { HoldfastError } from '@holdfast/core';
import type { TokenAcquired, TokenFailed, TokenSubject } from '../events/token-event.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import type { AcquiredToken } from './acquired-token.ts';
import { refusalOf } from './refusal-of.ts';

/** Names the token that an event is about, without its value. */
export function describeSubject(query: TokenQuery): TokenSubject {
  return {
    scheme: query.scheme.name,
    bindingThumbprint: query.scheme.binding?.thumbprint,
    tenant: query.tenant,
    scopes: query.scopes,
  };
}

/** Describes a token that was acquired; member by member, since this happens at every look-up. */
export function describeAcquired(query: TokenQuery, acquired: AcquiredToken, tookMs: number): TokenAcquired {
  const { scheme, tenant, scopes, correlationId } = query;
  return {
    name: 'token.acquired',
    scheme: scheme.name,
    bindingThumbprint: scheme.binding?.thumbprint,
    tenant,
    scopes,
    correlationId,
    source: acquired.origin,
    refreshReason: acquired.refreshReason,
    tookMs,
  };
}

/** Why the authority was asked, and how long it took to fail. */
export type FailedAsk = Pick<TokenFailed, 'refreshReason' | 'tookMs'>;

/** Describes a failed request: codes and numbers only, no text from the reply. */
export function describeFailure(query: TokenQuery, asked: FailedAsk, error: unknown): TokenFailed {
  const { refreshReason, tookMs } = asked;
  const { status, errorCodes } = refusalOf(error);
  return {
    name: 'token.failed',
    ...describeSubject(query),
    correlationId: query.correlationId,
    code: error instanceof HoldfastError ? error.code : 'ERR_UNKNOWN',
    refreshReason,
    status,
    errorCodes,
    tookMs,
  };
}

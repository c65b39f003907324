import { HoldfastError } from '@holdfast/core';
import { TokenRequestRefused } from '../errors/token-request-refused.ts';
import type { RefreshReason, TokenFailed, TokenSubject } from '../events/token-event.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';

/** Names the token that an event is about, without its value. */
export function describeSubject(query: TokenQuery): TokenSubject {
  return {
    scheme: query.scheme.name,
    bindingThumbprint: query.scheme.binding?.thumbprint,
    tenant: query.authority.tenant,
    scopes: query.scopes,
  };
}

/** Names the token and the operation that asked for it. */
export function describeOperation(query: TokenQuery): TokenSubject & { readonly correlationId: string } {
  return { ...describeSubject(query), correlationId: query.correlationId };
}

/** Describes a failed request: codes and numbers only, no text from the reply. */
export function describeFailure(query: TokenQuery, refreshReason: RefreshReason, error: unknown): TokenFailed {
  const refusal = error instanceof TokenRequestRefused ? error : undefined;
  return {
    name: 'token.failed',
    ...describeOperation(query),
    code: error instanceof HoldfastError ? error.code : 'ERR_UNKNOWN',
    refreshReason,
    status: refusal?.status,
    errorCodes: refusal?.errorCodes,
  };
}

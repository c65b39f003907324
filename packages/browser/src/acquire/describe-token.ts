import type { TokenSubject } from '../events/browser-event.ts';
import type { SignInResult, TokenResult } from '../request/token-result.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { AcquiredToken } from './token-flight.ts';

/** What events say of a call. */
export function subjectOf({ scheme, scopes, correlationId }: ParsedRequest, tookMs: number): TokenSubject {
  return { scheme, scopes, correlationId, tookMs };
}

/** Turns what the engine gave into what a caller gets, under the name of his own call. */
export function toTokenResult(
  { usable, origin }: AcquiredToken,
  { correlationId }: ParsedRequest,
  authorizationHeader: string | undefined,
): TokenResult {
  const { accessToken, scheme, expiresAt, refreshAt, scopes, account, bindingThumbprint } = usable;
  return {
    accessToken,
    tokenType: scheme === 'bearer' ? 'Bearer' : 'pop',
    expiresOn: new Date(expiresAt * 1000),
    refreshOn: new Date(refreshAt * 1000),
    scopes,
    account,
    correlationId,
    fromCache: origin === 'memory' || origin === 'vault',
    tokenSource: origin,
    ...(bindingThumbprint === undefined ? {} : { bindingThumbprint }),
    ...(authorizationHeader === undefined ? {} : { authorizationHeader }),
  };
}

/** The same for a sign-in, with what it carried along. */
export function toSignInResult(result: TokenResult, { request, returnTo }: CodeAnswer): SignInResult {
  const { state } = request;
  return { ...result, ...(state === undefined ? {} : { state }), ...(returnTo === undefined ? {} : { returnTo }) };
}

import type { Account } from '../account/account.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import type { ParsedRequest } from './parse-request.ts';

/** The sign-in that would bring the token of a request. */
export function toSignInRequest(wish: ParsedRequest, account: Account, signal: AbortSignal): SignInRequest {
  const { scopes, claims, popKid, scheme: authenticationScheme, redirectUri, correlationId } = wish;
  return { scopes, claims, popKid, authenticationScheme, redirectUri, correlationId, account, signal };
}

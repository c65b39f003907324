import type { SignInResult, TokenResult } from '../request/token-result.ts';
import { type AccountInfo, toAccountInfo } from './account-info.ts';

/** What the methods of a `PublicClientApplication` give. */
export interface AuthenticationResult {
  /** The authority that was asked, with a slash at its end. */
  readonly authority: string;
  /** The person in this tenant. */
  readonly uniqueId: string;
  /** The tenant. */
  readonly tenantId: string;
  /** What the token is good for. */
  readonly scopes: string[];
  /** Whose it is. */
  readonly account: AccountInfo;
  /** The id_token of the sign-in; empty where storage has none. */
  readonly idToken: string;
  /** Its claims. */
  readonly idTokenClaims: object;
  /** With `pop` a signed request that carries the token, for the one request that was named; with `popKid` the token; else the bearer token. */
  readonly accessToken: string;
  /** Whether nobody was asked for the token. */
  readonly fromCache: boolean;
  /** When the token expires. */
  readonly expiresOn: Date;
  /** When it is refreshed in the background. */
  readonly refreshOn: Date;
  /** `pop` or `Bearer`. */
  readonly tokenType: string;
  /** Names the call. */
  readonly correlationId: string;
  /** The text that the request carried along. @default none */
  readonly state?: string;
}

/** Says a result in the words of MSAL.js; what else it says stays in it. */
export function toAuthenticationResult(
  result: TokenResult & Pick<SignInResult, 'state'>,
  authority: string,
): AuthenticationResult {
  const { account, scopes, accessToken, tokenType, authorizationHeader } = result;
  return {
    ...result,
    authority: authority.replace(/\/*$/, '/'),
    uniqueId: account.localAccountId,
    tenantId: account.tenantId,
    scopes: [...scopes],
    account: toAccountInfo(account),
    idToken: account.idToken ?? '',
    idTokenClaims: account.idTokenClaims,
    // The token itself only where it is bound to a key of the page's own, or is the bearer token that was asked for.
    accessToken: tokenType === 'pop' && authorizationHeader !== undefined ? authorizationHeader.slice(4) : accessToken,
  };
}

import type { Account } from '../account/account.ts';

/** Where a token came from: this page's memory, the browser's storage, our own request, or a request that another caller had started. */
export type TokenOrigin = 'memory' | 'vault' | 'network' | 'shared';

/** An access token and everything a page may want to know about it. */
export interface TokenResult {
  /** The access token. A bound one is of no use without a proof for each request. */
  readonly accessToken: string;
  /** `pop` is bound to {@link TokenResult.bindingThumbprint}; `Bearer` is good in anybody's hands. */
  readonly tokenType: 'pop' | 'Bearer';
  /** When it expires. */
  readonly expiresOn: Date;
  /** When it is refreshed in the background. */
  readonly refreshOn: Date;
  /** What it is good for, as the authority said; the scopes that were asked for where it said nothing. */
  readonly scopes: readonly string[];
  /** Whose it is. */
  readonly account: Account;
  /** Names this call in events and, when the authority was asked, in its logs. */
  readonly correlationId: string;
  /** Whether nobody was asked for it. */
  readonly fromCache: boolean;
  /** Where it came from. */
  readonly tokenSource: TokenOrigin;
  /** RFC 7638 thumbprint of the key that it is bound to; with `pop` only. */
  readonly bindingThumbprint?: string;
  /** A value for the `Authorization` header of one request, when the caller named that request. Signed anew each time. */
  readonly authorizationHeader?: string;
}

/** What a sign-in gives: the account, and the token that was asked for along with it. */
export interface SignInResult extends TokenResult {
  /** The text that the request carried along. */
  readonly state?: string;
  /** Where the page was, or wanted to be, before it left: an address of its own origin. With `redirect` only. */
  readonly returnTo?: string;
}

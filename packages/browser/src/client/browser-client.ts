import type { BoundFetch } from '@holdfast/oauth';
import type { Account } from '../account/account.ts';
import type { BrowserFetchOptions } from '../downstream/bound-fetch.ts';
import type { SignInRequest, SignOutRequest } from '../request/sign-in-request.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { SignInResult, TokenResult } from '../request/token-result.ts';

/**
 * Signs people in, and gets tokens that are bound to keys of this browser.
 *
 * What asks the authority, or answers an API, is loaded at the first use. Where it cannot be had, a call rejects with {@link ModuleUnavailable}
 * `ERR_MODULE_UNAVAILABLE`, and nothing weaker is done in its place.
 */
export interface BrowserClient {
  /**
   * Takes the answer of a sign-in that left the page; call it once, when the page is loaded. Undefined where the page was opened otherwise.
   *
   * In a popup or a frame of this application it passes the answer on instead, and the page is about to end.
   *
   * @param answer - fragment or query with the answer, where a router has taken it out of the address; the address is then left alone
   * @throws {@link SignInRefused} `ERR_SIGN_IN_ANSWER`, `ERR_SIGN_IN_STATE`, `ERR_SIGN_IN_ISSUER`, `ERR_SIGN_IN_DENIED`, `ERR_SIGN_IN_REFUSED`
   * @throws {@link IdTokenRefused} `ERR_ID_TOKEN_KEY`, `ERR_ID_TOKEN_CLAIM`, `ERR_ID_TOKEN_TIME`, `ERR_ID_TOKEN_NONCE`
   * @throws {@link InteractionRequired} `ERR_INTERACTION_REQUIRED` where the authority wants to ask once more
   */
  handleRedirect(answer?: string): Promise<SignInResult | undefined>;
  /**
   * Asks a person to sign in; by `redirect` the page goes, and this never resolves. Call it in the click. A sign-in that is under way in this page is
   * replaced by it.
   *
   * @throws {@link SignInUnfinished} `ERR_SIGN_IN_POPUP_BLOCKED`, `ERR_SIGN_IN_CANCELLED`, `ERR_SIGN_IN_REPLACED`, `ERR_SIGN_IN_TIMEOUT`, `ERR_SIGN_IN_STORAGE`, `ERR_SIGN_IN_FRAMED`
   * @throws {@link SignInRefused}, {@link IdTokenRefused}, {@link InteractionRequired} as {@link BrowserClient.handleRedirect} does
   * @throws TypeError for a redirect or return address of another origin
   */
  signIn(request?: SignInRequest): Promise<SignInResult>;
  /**
   * Gives a token without asking anybody: from memory, from storage, for the refresh token, at last by a hidden frame.
   *
   * @throws {@link InteractionRequired} where a person has to be asked: pass its `claims` to `signIn`
   * @throws {@link ModuleUnavailable} `ERR_MODULE_UNAVAILABLE` where the token would have to be asked for, and what asks cannot be loaded
   */
  acquireToken(request: TokenRequest): Promise<TokenResult>;
  /**
   * Signs in by a hidden frame, where the person has a session at the authority that the browser shows it there.
   *
   * @throws {@link InteractionRequired} `ERR_INTERACTION_REQUIRED` whenever a person would have to be asked, also where nothing came back
   * @throws {@link SignInRefused}, {@link IdTokenRefused} as {@link BrowserClient.handleRedirect} does
   */
  signSilently(request?: SignInRequest): Promise<SignInResult>;
  /**
   * Forgets tokens and keys, then ends the session at the authority; by `redirect` the page goes.
   *
   * @throws {@link SignInUnfinished} `ERR_SIGN_IN_POPUP_BLOCKED`, `ERR_SIGN_IN_FRAMED`; tokens and keys are forgotten by then
   */
  signOut(request?: SignOutRequest): Promise<void>;
  /** Everybody who is signed in here, in this tab or another. */
  accounts(): Promise<readonly Account[]>;
  /** Whose tokens are meant where a request does not say; the only one, where there is one. */
  activeAccount(): Promise<Account | undefined>;
  /** Says whose tokens are meant, in this tab; it holds over a reload. */
  setActiveAccount(account: Account | undefined): void;
  /** Makes a drop-in `fetch` that signs every request, for the origins it is given. */
  createBoundFetch(options: BrowserFetchOptions): BoundFetch;
  /** Stops listening to other tabs and waits for nobody any more. */
  close(): void;
}

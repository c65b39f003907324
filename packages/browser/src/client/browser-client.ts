import type { BoundFetch } from '@holdfast/oauth';
import type { Account } from '../account/account.ts';
import type { BrowserFetchOptions } from '../downstream/bound-fetch.ts';
import type { SignInRequest, SignOutRequest } from '../request/sign-in-request.ts';
import type { TokenRequest } from '../request/token-request.ts';
import type { SignInResult, TokenResult } from '../request/token-result.ts';

/** Signs people in, and gets tokens that are bound to keys of this browser. */
export interface BrowserClient {
  /**
   * Takes the answer of a sign-in that left the page; call it once, when the page is loaded. Undefined where the page was opened otherwise.
   *
   * @throws what the sign-in failed with
   */
  handleRedirect(): Promise<SignInResult | undefined>;
  /** Asks a person to sign in; by `redirect` the page goes, and this never resolves. */
  signIn(request?: SignInRequest): Promise<SignInResult>;
  /**
   * Gives a token without asking anybody: from memory, from storage, for the refresh token, at last by a hidden frame.
   *
   * @throws {@link InteractionRequired} where a person has to be asked: pass its `claims` to `signIn`
   */
  acquireToken(request: TokenRequest): Promise<TokenResult>;
  /** Signs in by a hidden frame, where the person has a session at the authority. */
  signSilently(request?: SignInRequest): Promise<SignInResult>;
  /** Forgets tokens and keys, then ends the session at the authority; by `redirect` the page goes. */
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

import type { TokenRequest } from './token-request.ts';

/** How a person is asked: in a window of its own, or by leaving the page. */
export type InteractionKind = 'popup' | 'redirect';

/** What a sign-in asks for; a token request with what a person is shown. */
export interface SignInRequest
  extends Omit<TokenRequest, 'scopes' | 'forceRefresh' | 'silentSources' | 'accessTokenSha256ToRefresh'> {
  /** Permissions of one API that the first token is for. @default none: the token that comes with signing in alone */
  readonly scopes?: readonly string[] | undefined;
  /** How the person is asked. After `redirect` the page is gone, and `handleRedirect` gives the result. @default `popup` */
  readonly interaction?: InteractionKind | undefined;
  /** What the authority shows first; `none` shows nothing. @default left to the authority */
  readonly prompt?: 'login' | 'select_account' | 'consent' | 'create' | 'none' | undefined;
  /** A user name to begin with. @default the account's own, where one is given */
  readonly loginHint?: string | undefined;
  /** A session at the authority, `sid` of an id_token. @default none */
  readonly sid?: string | undefined;
  /** The domain of the organization, which spares a question. @default none */
  readonly domainHint?: string | undefined;
  /** Permissions, of other APIs too, that a person is asked for along with the rest; the token is not for them. @default none */
  readonly extraScopesToConsent?: readonly string[] | undefined;
  /** More parameters for the authority; none of those that this client writes itself can be replaced. @default none */
  readonly extraQueryParameters?: Readonly<Record<string, string>> | undefined;
  /** Where the answer comes to; registered at the authority. @default the client's own */
  readonly redirectUri?: string | undefined;
  /** Where the page wants to be after `redirect`, at its own origin; it comes back in the result. @default where it is now */
  readonly returnTo?: string | undefined;
  /** Leaves the page for an address, with `redirect`; who does not leave, stays. @default `location.assign` */
  readonly leavePage?: ((address: string) => void) | undefined;
  /** Text that comes back in the result. @default none */
  readonly state?: string | undefined;
}

/** What a sign-out asks for. */
export interface SignOutRequest {
  /** Who leaves. @default the active account, or the only one; everybody where there are more */
  readonly account?: TokenRequest['account'];
  /** `local` ends nothing at the authority, so the next sign-in may ask for no password. @default `redirect` */
  readonly interaction?: InteractionKind | 'local' | undefined;
  /** Where the authority sends the person afterwards. @default the client's own; none where it has none */
  readonly postLogoutRedirectUri?: string | undefined;
  /** Leaves the page for an address, with `redirect`; tokens and keys are forgotten by then. @default `location.assign` */
  readonly leavePage?: ((address: string) => void) | undefined;
  /** Spares the question who leaves. @default `login_hint` of the account's id_token */
  readonly logoutHint?: string | undefined;
}

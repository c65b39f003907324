import type { AccountInfo } from './account-info.ts';
import type { AuthenticationScheme, CacheLookupPolicy } from './words.ts';

/** What every request for a token may say. */
export interface BaseRequest {
  /** Permissions of one API. @default those that come with signing in */
  readonly scopes?: readonly string[] | undefined;
  /** Whose token. @default the active account */
  readonly account?: AccountInfo | undefined;
  /** The configured authority, and no other. @default that one */
  readonly authority?: string | undefined;
  /** `Bearer` or `pop`, in these words; every other is refused. @default `Bearer` */
  readonly authenticationScheme?: AuthenticationScheme | undefined;
  /** Method of the request that will carry the token; with `pop` and its address, or not at all. @default none */
  readonly resourceRequestMethod?: string | undefined;
  /** Address of that request, with its query; https. @default none */
  readonly resourceRequestUri?: string | undefined;
  /** Text for `client_claims` of the signed request. @default none */
  readonly shrClaims?: string | undefined;
  /** The API's latest nonce. @default none */
  readonly shrNonce?: string | undefined;
  /** Thumbprint of a key of the page's own: the token comes unsigned. @default none */
  readonly popKid?: string | undefined;
  /** A claims request as JSON text. @default none */
  readonly claims?: string | undefined;
  /** Where the answer comes to. @default the configured one */
  readonly redirectUri?: string | undefined;
  /** More parameters for the authority's page. @default none */
  readonly extraQueryParameters?: Readonly<Record<string, string>> | undefined;
  /** The same. @default none */
  readonly extraParameters?: Readonly<Record<string, string>> | undefined;
  /** Text that comes back in the result. @default none */
  readonly state?: string | undefined;
  /** Names the call. @default made up */
  readonly correlationId?: string | undefined;
}

/** What is asked of a person in a window of its own. */
export interface PopupRequest extends BaseRequest {
  /** What the authority shows first. @default left to the authority */
  readonly prompt?: string | undefined;
  /** A user name to begin with. @default none */
  readonly loginHint?: string | undefined;
  /** A session at the authority. @default none */
  readonly sid?: string | undefined;
  /** The domain of the organization. @default none */
  readonly domainHint?: string | undefined;
  /** Permissions of other APIs that the person is asked for along with the rest. @default none */
  readonly extraScopesToConsent?: readonly string[] | undefined;
}

/** What is asked of a person by leaving the page. */
export interface RedirectRequest extends PopupRequest {
  /** Where the page wants to be afterwards, at its own origin. @default where it is now */
  readonly redirectStartPage?: string | undefined;
  /** Is told where the page is about to go; false keeps it here. @default the configured one */
  readonly onRedirectNavigate?: ((url: string) => unknown) | undefined;
}

/** What is asked of the authority in a hidden frame. */
export type SsoSilentRequest = PopupRequest;

/** What is asked of nobody, or of the authority without a person. */
export interface SilentRequest extends BaseRequest {
  /** Permissions of one API. */
  readonly scopes: readonly string[];
  /** Passes over the cached token. @default `false` */
  readonly forceRefresh?: boolean | undefined;
  /** What may be asked. @default `CacheLookupPolicy.Default` */
  readonly cacheLookupPolicy?: CacheLookupPolicy | undefined;
  /** Nothing that is not silent. @default none */
  readonly prompt?: string | undefined;
}

/** Who signs out, and where the page goes. */
export interface EndSessionRequest {
  /** Who leaves. @default everybody who is signed in here */
  readonly account?: AccountInfo | null | undefined;
  /** Where the authority sends the person; null for its own page. @default the configured one */
  readonly postLogoutRedirectUri?: string | null | undefined;
  /** Spares the question who leaves. @default `login_hint` of the account's id_token */
  readonly logoutHint?: string | undefined;
  /** Is told where the page is about to go; false keeps it here, and ends nothing at the authority. @default the configured one */
  readonly onRedirectNavigate?: ((url: string) => unknown) | undefined;
  /** Names the call. @default made up */
  readonly correlationId?: string | undefined;
}

/** The same, in a window of its own. */
export interface EndSessionPopupRequest extends Omit<EndSessionRequest, 'onRedirectNavigate'> {
  /** Where this page goes afterwards. @default nowhere */
  readonly mainWindowRedirectUri?: string | undefined;
}

/** Whose tokens are forgotten. */
export interface ClearCacheRequest {
  /** Who. @default everybody */
  readonly account?: AccountInfo | null | undefined;
  /** Names the call. @default made up */
  readonly correlationId?: string | undefined;
}

/** How the answer of a redirect is taken. */
export interface HandleRedirectPromiseOptions {
  /** The answer, where a router has taken it out of the address. @default what the address says */
  readonly hash?: string | undefined;
  /** Goes back to the page that left. @default the configured one, which is `true` */
  readonly navigateToLoginRequestUrl?: boolean | undefined;
}

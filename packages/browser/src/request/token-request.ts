import type { JsonObject } from '@holdfast/core';
import type { SchemeInput } from '@holdfast/oauth';
import type { Account } from '../account/account.ts';

/** What may be asked for a token without asking a person. */
export type SilentSource = 'cache' | 'refresh-token' | 'frame';

/** What a page asks for a token with; the names are those of MSAL.js. */
export interface TokenRequest {
  /** Permissions of one API, such as `api://orders/read`. */
  readonly scopes: readonly string[];
  /** Whose token. @default the active account, or the only one */
  readonly account?: Account | undefined;
  /** `pop` or `bearer`. @default the client's own, which is `pop` unless its options say otherwise */
  readonly authenticationScheme?: SchemeInput | undefined;
  /** Method of the request that will carry the token; goes with `resourceRequestUri`. @default none: the result has no proof */
  readonly resourceRequestMethod?: string | undefined;
  /** Address of that request, with its query. @default none */
  readonly resourceRequestUri?: string | undefined;
  /** Text for `client_claims` of the signed request; it is neither read nor checked. @default none */
  readonly shrClaims?: string | undefined;
  /** The API's latest nonce. @default none */
  readonly shrNonce?: string | undefined;
  /** RFC 7638 thumbprint of a key of the page's own, which signs requests itself. @default none: the key is the client's */
  readonly popKid?: string | undefined;
  /** A claims request from a challenge: JSON text, its base64, or the object. The cached token is passed over. @default none */
  readonly claims?: string | JsonObject | undefined;
  /** Passes over the cached token. @default `false` */
  readonly forceRefresh?: boolean | undefined;
  /** What may be asked, in this order; the rest is left alone. Without `cache` it is a forced refresh. @default all three */
  readonly silentSources?: readonly SilentSource[] | undefined;
  /** Where a hidden frame is answered; registered at the authority. @default the client's own */
  readonly redirectUri?: string | undefined;
  /**
   * SHA-256 of the access token that the API refused, in lower-case hex: the cached token is passed over only while it is that one.
   *
   * @default none
   */
  readonly accessTokenSha256ToRefresh?: string | undefined;
  /** Names this call in the authority's logs and in events: 1 to 128 letters, digits, dots, dashes or underscores. @default made up */
  readonly correlationId?: string | undefined;
  /** Ends this caller's wait, and nobody else's. @default none */
  readonly signal?: AbortSignal | undefined;
}

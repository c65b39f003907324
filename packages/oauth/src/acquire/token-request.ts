import type { JsonObject } from '@holdfast/core';
import type { SchemeInput } from '../scheme/scheme-name.ts';

/** What a caller asks for when the application acts for itself. Unknown members are refused. */
export interface ClientTokenRequest {
  /** For Entra one resource with `/.default`, for example `api://orders/.default`. */
  readonly scopes: readonly string[];
  /** `bearer` unless told; never weakened. */
  readonly authenticationScheme?: SchemeInput | undefined;
  /** Another name for `authenticationScheme`, as downstream API options have it. */
  readonly protocolScheme?: SchemeInput | undefined;
  /**
   * A claims request from a challenge: JSON text, its base64, or the object. The cached token is passed over, and replaced by the new one.
   */
  readonly claims?: string | JsonObject | undefined;
  /**
   * SHA-256 of the access token that the API refused, 64 lower-case hexadecimal digits. Only that token is refreshed: when the cache
   * already holds another one it is given, and `claims` are not looked at.
   */
  readonly accessTokenSha256ToRefresh?: string | undefined;
  /** Passes over the cached token. */
  readonly forceRefresh?: boolean | undefined;
  /** GUID or domain; the authority's tenant unless told. */
  readonly tenantId?: string | undefined;
  /** What the token request names: the key's thumbprint (`kid`, the default) or the whole public key (`jwk`, AT-POP). */
  readonly confirmation?: 'kid' | 'jwk' | undefined;
  /** With `jwk`: the caller's own label for his key. */
  readonly keyId?: string | undefined;
  /** With `keyId`: a public key of the caller, who signs proofs himself. */
  readonly jwk?: string | JsonObject | undefined;
  /** With `resourceRequestUri`: the method of the request to sign, for example `GET`. */
  readonly resourceRequestMethod?: string | undefined;
  /** With `resourceRequestMethod`: the absolute https address of the request to sign. */
  readonly resourceRequestUri?: string | undefined;
  /** The API's latest nonce. */
  readonly shrNonce?: string | undefined;
  /** Text to sign along as `client_claims`. */
  readonly shrClaims?: string | undefined;
  /** Names this call in the authority's logs and in events; made up unless told. */
  readonly correlationId?: string | undefined;
  /** Ends this caller's wait, and nobody else's. */
  readonly signal?: AbortSignal | undefined;
}

/** The names of {@link ClientTokenRequest}, for refusing a misspelt one. */
const memberNames: ReadonlySet<string> = new Set<keyof ClientTokenRequest>([
  'scopes',
  'authenticationScheme',
  'protocolScheme',
  'claims',
  'accessTokenSha256ToRefresh',
  'forceRefresh',
  'tenantId',
  'confirmation',
  'keyId',
  'jwk',
  'resourceRequestMethod',
  'resourceRequestUri',
  'shrNonce',
  'shrClaims',
  'correlationId',
  'signal',
]);

/**
 * Refuses a request with a member that does not exist.
 *
 * A misspelt `authenticationScheme` would otherwise ask for a bearer token.
 *
 * @throws TypeError
 */
export function checkMemberNames(request: unknown): asserts request is Readonly<Record<string, unknown>> {
  if (typeof request !== 'object' || request === null) throw new TypeError('the token request must be an object');
  const isKnown = Object.keys(request).every((name) => memberNames.has(name));
  if (!isKnown) throw new TypeError('the token request has an unknown member');
}

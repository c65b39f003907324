import type { JsonObject } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { BindingCertificateSource } from '../client-auth/bound-credentials.ts';
import type { BindingCertificate } from '../scheme/binding-certificate.ts';
import type { SchemeInput } from '../scheme/scheme-name.ts';

/** What a caller asks for when the application acts for itself. Unknown members are refused. */
export interface ClientTokenRequest {
  /** For Entra one resource with `/.default`, for example `api://orders/.default`. */
  readonly scopes: readonly string[];
  /** How the token is bound; never weakened. @default `bearer` */
  readonly authenticationScheme?: SchemeInput | undefined;
  /** Another name for `authenticationScheme`, as downstream API options have it. @default none */
  readonly protocolScheme?: SchemeInput | undefined;
  /**
   * A claims request from a challenge: JSON text, its base64, or the object. The cached token is passed over, and replaced by the new one.
   *
   * @default none
   */
  readonly claims?: string | JsonObject | undefined;
  /**
   * SHA-256 of the access token that the API refused, 64 lower-case hexadecimal digits. Only that token is refreshed: when the cache
   * already holds another one it is given, and `claims` are not looked at.
   *
   * @default none
   */
  readonly accessTokenSha256ToRefresh?: string | undefined;
  /** Passes over the cached token. @default `false` */
  readonly forceRefresh?: boolean | undefined;
  /** GUID or domain. @default the authority's tenant */
  readonly tenantId?: string | undefined;
  /** What the token request names: the key's thumbprint (`kid`) or the whole public key (`jwk`, AT-POP). @default `kid` */
  readonly confirmation?: 'kid' | 'jwk' | undefined;
  /** With `jwk`: the caller's own label for his key. @default none */
  readonly keyId?: string | undefined;
  /** With `keyId`: a public key of the caller, who signs proofs himself. @default none: the key is the client's */
  readonly jwk?: string | JsonObject | undefined;
  /** With `mtls_pop`: the certificate to bind the token to, or where it comes from. @default the client's own credential */
  readonly bindingCertificate?: BindingCertificate | BindingCertificateSource | undefined;
  /**
   * With `mtls_pop`: admits a bearer token where there is no certificate at all. The result says so (`unboundFallback`), and so does an event. What
   * the authority refuses or weakens stays an error.
   *
   * @default `false`
   */
  readonly allowUnboundFallback?: boolean | undefined;
  /** With `resourceRequestUri`: the method of the request to sign, for example `GET`. @default none: no request is signed */
  readonly resourceRequestMethod?: string | undefined;
  /** With `resourceRequestMethod`: the absolute https address of the request to sign. @default none: no request is signed */
  readonly resourceRequestUri?: string | undefined;
  /** The API's latest nonce, for the request to sign. @default none */
  readonly shrNonce?: string | undefined;
  /** Text to sign along as `client_claims`. @default none */
  readonly shrClaims?: string | undefined;
  /** Names this call in the authority's logs and in events: 1 to 128 letters, digits, dots, dashes or underscores. @default made up */
  readonly correlationId?: string | undefined;
  /** Ends this caller's wait, and nobody else's. @default none */
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
  'bindingCertificate',
  'allowUnboundFallback',
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
  checkOptionNames(request, memberNames, 'the token request');
}

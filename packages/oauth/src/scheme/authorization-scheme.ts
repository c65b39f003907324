import type { JsonValue } from '@holdfast/core';
import type { BoundCredential } from './binding-certificate.ts';

/** What `req_cnf` carries of a key: `kid` its thumbprint (signed HTTP request), `jwk` the whole public key (AT-POP). */
export type KeyForm = 'kid' | 'jwk';

/** How a token is bound: what names its holder, and who that is. */
export interface TokenBinding {
  /** `x5t#S256` binds to the certificate of the connection; the others are sent as `req_cnf`. */
  readonly form: KeyForm | 'x5t#S256';
  /** RFC 7638 thumbprint of the proof key, or SHA-256 of the certificate's DER. */
  readonly thumbprint: string;
}

/**
 * One way to tie a token to its holder: what it adds to a token request and to a cache key, and what a reply must show.
 *
 * Everything outside this room is the same for every scheme.
 */
export interface AuthorizationScheme {
  /** Which of the schemes it is. */
  readonly name: 'bearer' | 'pop' | 'mtls_pop';
  /** Absent for a token that whoever holds it can use. */
  readonly binding?: TokenBinding;
  /** Present where the token request itself shows who the holder is: it is sent and authenticated with this, and with nothing else. */
  readonly credential?: BoundCredential;
  /** Whether another process of the application could use the token: not when the key is ours alone. */
  readonly isPortable: boolean;
  /** Parameters beside the grant's own. */
  readonly tokenParameters: Readonly<Record<string, string>>;
  /** Whatever makes a token of this scheme different from another of the same scheme. */
  readonly cacheKeyParts: readonly string[];
  /**
   * Refuses a reply whose `token_type` is not what was asked for.
   *
   * @throws {@link TokenTypeDowngraded}, {@link TokenTypeUnexpected}
   */
  checkTokenType(received: JsonValue | undefined): void;
  /**
   * Refuses an access token that is not bound as it was asked for.
   *
   * @throws {@link TokenNotBound}
   */
  checkAccessToken(accessToken: string): Promise<void>;
}

import type { JsonValue } from '@holdfast/core';

/** How a token is bound: what `req_cnf` carries, and whose key it is. */
export interface TokenBinding {
  /** `kid` sends the thumbprint (signed HTTP request), `jwk` the whole public key (AT-POP). */
  readonly form: 'kid' | 'jwk';
  /** RFC 7638 thumbprint of the proof key. */
  readonly thumbprint: string;
}

/**
 * One way to tie a token to its holder: what it adds to a token request and to a cache key, and what a reply must show.
 *
 * Everything outside this room is the same for every scheme.
 */
export interface AuthorizationScheme {
  readonly name: 'bearer' | 'pop';
  /** Absent for a token that whoever holds it can use. */
  readonly binding?: TokenBinding;
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

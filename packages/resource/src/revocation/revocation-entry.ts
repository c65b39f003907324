import type { JsonObject } from '@holdfast/core';

/**
 * What a revocation names.
 *
 * - `user`, `application`, `identity`: everything issued to them up to a moment. `user` is an object id, `application` a client id, `identity` either.
 * - `uti`: one token.
 * - `jkt`, `x5t`: every token bound to that key or certificate, whenever it was issued; base64url SHA-256.
 */
export type RevocationKind = 'user' | 'application' | 'identity' | 'uti' | 'jkt' | 'x5t';

/** One revocation. It takes tokens away and never gives any, so two of them can only add up. */
export interface RevocationEntry {
  /** What `value` is. */
  readonly kind: RevocationKind;
  /** The object id, client id, token id or thumbprint; GUIDs in lower case. */
  readonly value: string;
  /**
   * Where it was said; a GUID in lower case. It narrows nothing: object ids and client ids are GUIDs, and an application that serves several
   * tenants is revoked in all of them.
   *
   * @default not said
   */
  readonly tenant?: string | undefined;
  /** Tokens issued up to here are revoked, by the clock of the authority; epoch seconds. For `uti`, `jkt` and `x5t`: when it was said. */
  readonly revokedAt: number;
  /** When the last token that it covers has expired; epoch seconds. */
  readonly expiresAt: number;
  /** The claims request that a client takes to its authority. @default a token issued after `revokedAt` */
  readonly claims?: JsonObject | undefined;
}

/**
 * The claims that a token request asks for, as callers write them. For packages whose clients take requests of other shapes.
 *
 * @example
 * ```ts
 * import { parseClaims } from '@holdfast/oauth/claims';
 *
 * console.log(parseClaims(undefined)); // undefined
 * ```
 *
 * @packageDocumentation
 */
import { type JsonObject, parseClaimsChallenge, parseStrictJsonObject } from '@holdfast/core';

/**
 * Reads a claims request: JSON text, its base64, or the object.
 *
 * Not checked: that the claims mean anything.
 *
 * @throws {@link ClaimsMalformed}
 * @see OpenID Connect Core 1.0 section 5.5
 *
 * @example
 * ```ts
 * import { parseClaims } from '@holdfast/oauth/claims';
 *
 * console.log(parseClaims('{"access_token":{"nbf":{"essential":true}}}')?.['access_token']);
 * ```
 */
export function parseClaims(claims: string | JsonObject | undefined): JsonObject | undefined {
  if (claims === undefined) return undefined;
  return typeof claims === 'string' ? parseClaimsChallenge(claims) : parseStrictJsonObject(JSON.stringify(claims));
}

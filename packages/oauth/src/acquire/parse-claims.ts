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
 * import { parseClaims } from '@holdfast/oauth/token-wish';
 *
 * console.log(parseClaims('{"access_token":{"nbf":{"essential":true}}}')?.['access_token']);
 * ```
 */
export function parseClaims(claims: string | JsonObject | undefined): JsonObject | undefined {
  if (claims === undefined) return undefined;
  return typeof claims === 'string' ? parseClaimsChallenge(claims) : parseStrictJsonObject(JSON.stringify(claims));
}

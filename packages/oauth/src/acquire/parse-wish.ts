/**
 * The words of a token request that are the same for every client, read and checked one by one. For packages whose clients take requests of
 * other shapes.
 *
 * @example
 * ```ts
 * import { parseScopes } from '@holdfast/oauth/token-wish';
 *
 * console.log(parseScopes(['api://orders/read'])); // [ 'api://orders/read' ]
 * ```
 *
 * @packageDocumentation
 */
import { type JsonObject, parseClaimsChallenge, parseStrictJsonObject } from '@holdfast/core';
import { TokenHashRefused } from '../errors/request-errors.ts';
import type { ClientTokenRequest } from './token-request.ts';

/**
 * Reads scopes.
 *
 * Not checked: that there are such scopes.
 *
 * @throws TypeError for anything but a non-empty array of scopes
 * @see RFC 6749 section 3.3
 *
 * @example
 * ```ts
 * import { parseScopes } from '@holdfast/oauth/token-wish';
 *
 * console.log(parseScopes(['api://orders/read']).length); // 1
 * ```
 */
export function parseScopes(scopes: unknown): readonly string[] {
  // A blank inside would make two scopes of one.
  const isScope = (scope: unknown): boolean => typeof scope === 'string' && /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope);
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isScope)) {
    throw new TypeError('scopes must be a non-empty array of scopes without blanks');
  }
  return Object.freeze([...scopes]);
}

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

/**
 * Reads the hash of a token that an API refused.
 *
 * Not checked: that there is such a token.
 *
 * @throws {@link TokenHashRefused}
 *
 * @example
 * ```ts
 * import { parseTokenHash } from '@holdfast/oauth/token-wish';
 *
 * console.log(parseTokenHash({ accessTokenSha256ToRefresh: '00'.repeat(32) })?.length); // 64
 * ```
 */
export function parseTokenHash(
  request: Pick<ClientTokenRequest, 'accessTokenSha256ToRefresh' | 'forceRefresh'>,
): string | undefined {
  const hash: unknown = request.accessTokenSha256ToRefresh;
  if (hash === undefined) return undefined;
  if (request.forceRefresh === true) throw new TokenHashRefused('ERR_FORCE_REFRESH_WITH_TOKEN_HASH');
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) throw new TokenHashRefused('ERR_TOKEN_HASH_MALFORMED');
  return hash;
}

/**
 * Reads the name of a call; makes one up where there is none.
 *
 * Not checked: that no other call has it.
 *
 * @throws TypeError
 *
 * @example
 * ```ts
 * import { parseCorrelationId } from '@holdfast/oauth/token-wish';
 *
 * console.log(parseCorrelationId('order-list-1')); // order-list-1
 * ```
 */
export function parseCorrelationId(id: unknown): string {
  if (id === undefined) return crypto.randomUUID();
  if (typeof id !== 'string' || !/^[A-Za-z0-9._-]{1,128}$/.test(id)) {
    throw new TypeError('correlationId must be 1 to 128 letters, digits, dots, dashes or underscores');
  }
  return id;
}

/**
 * Reads a flag; what is not given is false.
 *
 * Not checked: whether it contradicts another.
 *
 * @throws TypeError for anything but a truth value
 *
 * @example
 * ```ts
 * import { parseFlag } from '@holdfast/oauth/token-wish';
 *
 * console.log(parseFlag(undefined, 'forceRefresh')); // false
 * ```
 */
export function parseFlag(value: unknown, name: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`${name} must be true or false`);
  return value === true;
}

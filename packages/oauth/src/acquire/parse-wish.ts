import { type JsonObject, parseClaimsChallenge, parseStrictJsonObject } from '@holdfast/core';
import { TokenHashRefused } from '../errors/request-errors.ts';
import type { ClientTokenRequest } from './token-request.ts';

/** @throws TypeError for anything but a non-empty array of scopes */
export function parseScopes(scopes: unknown): readonly string[] {
  // The grammar of RFC 6749 section 3.3; a blank inside would make two scopes of one.
  const isScope = (scope: unknown): boolean => typeof scope === 'string' && /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope);
  if (!Array.isArray(scopes) || scopes.length === 0 || !scopes.every(isScope)) {
    throw new TypeError('scopes must be a non-empty array of scopes without blanks');
  }
  return Object.freeze([...scopes]);
}

/** @throws {@link ClaimsMalformed} */
export function parseClaims(claims: string | JsonObject | undefined): JsonObject | undefined {
  if (claims === undefined) return undefined;
  return typeof claims === 'string' ? parseClaimsChallenge(claims) : parseStrictJsonObject(JSON.stringify(claims));
}

/** @throws {@link TokenHashRefused} */
export function parseTokenHash(
  request: Pick<ClientTokenRequest, 'accessTokenSha256ToRefresh' | 'forceRefresh'>,
): string | undefined {
  const hash: unknown = request.accessTokenSha256ToRefresh;
  if (hash === undefined) return undefined;
  if (request.forceRefresh === true) throw new TokenHashRefused('ERR_FORCE_REFRESH_WITH_TOKEN_HASH');
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) throw new TokenHashRefused('ERR_TOKEN_HASH_MALFORMED');
  return hash;
}

/** @throws TypeError */
export function parseCorrelationId(id: unknown): string {
  if (id === undefined) return crypto.randomUUID();
  if (typeof id !== 'string' || !/^[A-Za-z0-9._-]{1,128}$/.test(id)) {
    throw new TypeError('correlationId must be 1 to 128 letters, digits, dots, dashes or underscores');
  }
  return id;
}

/** @throws TypeError for anything but a truth value */
export function parseFlag(value: unknown, name: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`${name} must be true or false`);
  return value === true;
}

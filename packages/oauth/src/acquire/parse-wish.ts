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
 * import { parseScopes } from '@holdfast/oauth/calling';
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
 * Reads the hash of a token that an API refused.
 *
 * Not checked: that there is such a token.
 *
 * @throws {@link TokenHashRefused}
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
 * import { parseCorrelationId } from '@holdfast/oauth/calling';
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
 */
export function parseFlag(value: unknown, name: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`${name} must be true or false`);
  return value === true;
}

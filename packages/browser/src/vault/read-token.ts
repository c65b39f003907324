import { isTokenText } from '@holdfast/oauth/calling';
import { membersOf } from './read-session.ts';
import type { KeyPair, TokenRecord } from './token-vault.ts';

const mostScopes = 200;
const longestScope = 1024;
const tenYears = 315_360_000;

/**
 * Reads what storage says of a token, and makes a record of its own of it.
 *
 * Not checked: whose the token is, what it is bound to, and whether the key pair is one.
 *
 * @param now - epoch seconds; what says that it was issued later was not written by this clock
 * @returns undefined for everything that this client would not have written
 */
export function readToken(value: unknown, now: number): TokenRecord | undefined {
  const { accessToken, scheme, scopes, issuedAt, refreshAt, expiresAt, keyPair } = membersOf(value);
  if (!isTokenText(accessToken) || (scheme !== 'pop' && scheme !== 'bearer')) return undefined;
  if (!Array.isArray(scopes) || scopes.length > mostScopes || !scopes.every(isScope)) return undefined;
  if (!isInstant(issuedAt) || !isInstant(refreshAt) || !isInstant(expiresAt)) return undefined;
  if (issuedAt > now + 1 || refreshAt > expiresAt || expiresAt > issuedAt + tenYears) return undefined;
  const { privateKey, publicKey } = membersOf(keyPair);
  const pair = keyPair === undefined ? undefined : ({ privateKey, publicKey } as KeyPair);
  return { accessToken, scheme, scopes: Object.freeze([...scopes]), issuedAt, refreshAt, expiresAt, keyPair: pair };
}

function isScope(value: unknown): boolean {
  return typeof value === 'string' && value.length <= longestScope;
}

function isInstant(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

import { type JsonObject, parseStrictJsonObject } from '@holdfast/core';
import { isTokenText } from '../http/token-text.ts';
import type { CachedToken } from './token-cache.ts';

/** A token as it is shared: without its place in the order of this process's requests, and without a hash that would have to be believed. */
export type StoredToken = Omit<CachedToken, 'sequence' | 'sha256'>;

const version = 1;
const longestText = 131_072;

/** Writes a token as text for a store. */
export function buildStoredToken(token: StoredToken): string {
  const { accessToken, scheme, bindingThumbprint, tenant, scopes, issuedAt, refreshAt, expiresAt } = token;
  const members = { accessToken, scheme, bindingThumbprint, tenant, scopes, issuedAt, refreshAt, expiresAt };
  return JSON.stringify({ version, ...members });
}

/** Reads what {@link buildStoredToken} wrote; anything else, and anything of another version, is undefined. */
export function parseStoredToken(text: string): StoredToken | undefined {
  let value: JsonObject;
  try {
    value = parseStrictJsonObject(text, { maxLength: longestText });
  } catch {
    return undefined;
  }
  const { accessToken, scheme, bindingThumbprint, tenant, scopes, issuedAt, refreshAt, expiresAt } = value;
  if (value['version'] !== version || !isScheme(scheme)) return undefined;
  if (!isTokenText(accessToken) || (tenant !== undefined && typeof tenant !== 'string')) return undefined;
  if (bindingThumbprint !== undefined && typeof bindingThumbprint !== 'string') return undefined;
  if (!isTextList(scopes) || !isTime(issuedAt) || !isTime(refreshAt) || !isTime(expiresAt)) return undefined;
  // Readers ask for the refresh only: it must not come after the end.
  if (issuedAt > refreshAt || refreshAt > expiresAt) return undefined;
  return { accessToken, scheme, bindingThumbprint, tenant, scopes, issuedAt, refreshAt, expiresAt };
}

function isScheme(value: unknown): value is StoredToken['scheme'] {
  return value === 'bearer' || value === 'pop' || value === 'mtls_pop';
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

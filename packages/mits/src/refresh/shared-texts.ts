import { isJsonObject, parseStrictJsonObject } from '@holdfast/core';
import { mitsErrors } from '../errors/catalog.ts';
import type { TokenUnavailableCode } from '../errors/request-refused.ts';
import { TokenUnavailable } from '../errors/token-unavailable.ts';

const version = 1;
const longestText = 131_072;
const visibleText = /^[\x21-\x7e]+$/;

/** Writes a token as text for the shared store. */
export function buildTokenText(accessToken: string): string {
  return JSON.stringify({ version, accessToken });
}

/**
 * Reads what {@link buildTokenText} wrote.
 *
 * @returns undefined for anything else, and for what another version wrote
 */
export function parseTokenText(text: string): string | undefined {
  const { accessToken } = readObject(text);
  return typeof accessToken === 'string' && visibleText.test(accessToken) ? accessToken : undefined;
}

/** Writes a failure as text for those who wait for the same token in other processes. */
export function buildFailureText({ code, error, errorCodes }: TokenUnavailable): string {
  return JSON.stringify({ version, code, error, errorCodes });
}

/**
 * Reads what {@link buildFailureText} wrote; anything else is a failure too, of the store.
 *
 * @param retryAfterSeconds - when another attempt makes sense
 */
export function parseFailureText(text: string, retryAfterSeconds: number): TokenUnavailable {
  const { code, error, errorCodes } = readObject(text);
  if (!isShared(code)) return new TokenUnavailable('ERR_MITS_STORE', { retryAfterSeconds });
  return new TokenUnavailable(code, {
    retryAfterSeconds,
    error: typeof error === 'string' ? error : undefined,
    errorCodes: Array.isArray(errorCodes) ? errorCodes.filter((value) => Number.isSafeInteger(value)).map(Number) : [],
  });
}

function isShared(code: unknown): code is TokenUnavailableCode {
  return typeof code === 'string' && code.startsWith('ERR_MITS_UPSTREAM_') && code in mitsErrors;
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = parseStrictJsonObject(text, { maxLength: longestText });
    return isJsonObject(value) && value['version'] === version ? value : {};
  } catch {
    return {};
  }
}

import type { JsonObject } from '@holdfast/core';
import { decodeBase64url, decodeUtf8 } from '@holdfast/core/calling';

/**
 * Reads the claims of a token that says in the plainest words that it is bound to a key: by its thumbprint, and to nothing else.
 *
 * This is a part of what `checkTokenBinding` admits, and small. What it does not admit is not refused by that: the whole check judges it.
 *
 * Not checked: the signature, as in that one.
 *
 * @returns undefined for a token that needs the whole check
 */
export function readPlainlyBound(accessToken: string, thumbprint: string): JsonObject | undefined {
  const [header = '', payload = '', signature = '', ...more] = accessToken.split('.');
  const { alg } = readPlainly(header);
  const claims = readPlainly(payload);
  const { kid, xms_ksl: _, ...others } = (claims['cnf'] ?? {}) as JsonObject;
  const isSigned = signature !== '' && more.length === 0 && typeof alg === 'string' && !/^none$/i.test(alg);
  return isSigned && kid === thumbprint && Object.keys(others).length === 0 ? claims : undefined;
}

/**
 * Reads one part of a token that is written plainly: what comes out as it went in has no member twice, and so one meaning only.
 *
 * @returns no members for every other part, and for what is no part of a JWT
 */
export function readPlainly(part: string): JsonObject {
  try {
    const text = decodeUtf8(decodeBase64url(part));
    const value = JSON.parse(text);
    return JSON.stringify(value) === text && text.startsWith('{') && !text.includes('__proto__') ? value : {};
  } catch {
    return {};
  }
}

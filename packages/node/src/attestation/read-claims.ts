import { decodeBase64url, decodeUtf8, type JsonObject, parseStrictJsonObject } from '@holdfast/core';

/**
 * Reads the claims of an attestation token; undefined when it shows none.
 *
 * Not checked: the signature. What is read decides how long a token is remembered and whether it is ours, and never that something is true.
 */
export function readAttestationClaims(token: string): JsonObject | undefined {
  const [, payload = ''] = token.split('.');
  try {
    return parseStrictJsonObject(decodeUtf8(decodeBase64url(payload)));
  } catch {
    return undefined;
  }
}

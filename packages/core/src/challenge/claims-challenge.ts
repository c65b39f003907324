import { encodeBase64 } from '../base/base64.ts';
import { decodeBase64url } from '../base/base64url.ts';
import { decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import { type JsonObject, parseStrictJsonObject } from '../base/strict-json.ts';
import { ClaimsMalformed } from '../errors/claims-malformed.ts';

/** Longest claims request, in characters, as sent and as JSON. */
const maxLength = 16_384;

/**
 * Parses a claims request: the `claims` of a challenge, of an error response or of a request.
 *
 * Takes raw JSON, base64 with or without padding, and base64url, because all of them are in use.
 *
 * Not checked: what the claims ask for. They are handed to the authority as they are.
 *
 * @param value - the parameter's value, quoting already undone; at most 16 KiB
 * @throws {@link ClaimsMalformed} `ERR_CLAIMS_TOO_LARGE`, `ERR_CLAIMS_ENCODING`, `ERR_CLAIMS_JSON`
 * @see OpenID Connect Core section 5.5
 *
 * @example
 * ```ts
 * import { parseClaimsChallenge } from '@holdfast/core';
 *
 * const claims = parseClaimsChallenge('eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==');
 * console.log(claims.access_token); // { nbf: { essential: true } }
 * ```
 */
export function parseClaimsChallenge(value: string): JsonObject {
  if (value.length > maxLength) throw new ClaimsMalformed('ERR_CLAIMS_TOO_LARGE');
  const text = value.trimStart().startsWith('{') ? value : decodeText(value);
  try {
    return parseStrictJsonObject(text, { maxLength });
  } catch (cause) {
    throw new ClaimsMalformed('ERR_CLAIMS_JSON', { cause });
  }
}

/**
 * Writes a claims request as padded standard base64 of compact JSON: the form that existing clients decode.
 *
 * @param claims - the claims request
 * @throws {@link ClaimsMalformed} `ERR_CLAIMS_TOO_LARGE` when no reader would take it
 * @see OpenID Connect Core section 5.5
 */
export function encodeClaimsChallenge(claims: JsonObject): string {
  const text = encodeBase64(encodeUtf8(JSON.stringify(claims)));
  if (text.length > maxLength) throw new ClaimsMalformed('ERR_CLAIMS_TOO_LARGE');
  return text;
}

function decodeText(value: string): string {
  try {
    return decodeUtf8(decodeBase64url(toUnpaddedBase64url(value)));
  } catch (cause) {
    throw new ClaimsMalformed('ERR_CLAIMS_ENCODING', { cause });
  }
}

function toUnpaddedBase64url(value: string): string {
  const unpadded = value.length % 4 === 0 ? value.replace(/={1,2}$/, '') : value;
  // The two alphabets are not mixed: a text with `-` or `_` must already be base64url throughout.
  return /[-_]/.test(unpadded) ? unpadded : unpadded.replaceAll('+', '-').replaceAll('/', '_');
}

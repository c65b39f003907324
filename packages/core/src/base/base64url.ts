import { hostDecodeBase64url, hostEncodeBase64url } from '#host';
import { EncodingInvalid } from '../errors/encoding-invalid.ts';
import type { Bytes } from './bytes.ts';

/** Encodes bytes as base64url without padding (RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  return hostEncodeBase64url(bytes);
}

/**
 * Decodes base64url and accepts the one canonical form only: no padding, no blanks, no spare bits.
 *
 * Leniency here would give one signed token many spellings, and every deny-list keyed by a token's hash could be walked around.
 *
 * Not checked: what the bytes say.
 *
 * @throws {@link EncodingInvalid} `ERR_BASE64URL_INVALID`
 * @see RFC 7515 section 2; RFC 4648 section 3.5
 *
 * @example
 * ```ts
 * import { decodeBase64url, encodeBase64url } from '@holdfast/core';
 *
 * const bytes = decodeBase64url('eyJhIjoxfQ');
 * console.log(encodeBase64url(bytes) === 'eyJhIjoxfQ'); // true, for every text that it accepts
 * ```
 */
export function decodeBase64url(text: string): Bytes {
  const bytes = hostDecodeBase64url(text);
  if (bytes === undefined) throw new EncodingInvalid('ERR_BASE64URL_INVALID');
  return bytes;
}

import { EncodingInvalid } from '../errors/encoding-invalid.ts';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import type { Bytes } from './bytes.ts';

const toStandard: Readonly<Record<string, string>> = { '-': '+', _: '/' };
const toUrl: Readonly<Record<string, string>> = { '+': '-', '/': '_' };

/** Encodes bytes as padded standard base64 (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replace(/[-_]/g, (character) => toStandard[character] ?? character);
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/**
 * Decodes padded standard base64, canonical form only.
 *
 * Not checked: what the bytes say.
 *
 * @param text - base64 as RFC 4648 section 4 defines it; blanks and line breaks are refused
 * @throws {@link EncodingInvalid} `ERR_BASE64_INVALID`
 *
 * @example
 * ```ts
 * import { decodeBase64, encodeBase64 } from '@holdfast/core';
 *
 * const bytes = decodeBase64('aG9sZGZhc3Q=');
 * console.log(encodeBase64(bytes) === 'aG9sZGZhc3Q='); // true, for every text that it accepts
 * ```
 */
export function decodeBase64(text: string): Bytes {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new EncodingInvalid('ERR_BASE64_INVALID');
  try {
    return decodeBase64url(text.replace(/=+$/, '').replace(/[+/]/g, (character) => toUrl[character] ?? character));
  } catch (cause) {
    throw new EncodingInvalid('ERR_BASE64_INVALID', { cause });
  }
}

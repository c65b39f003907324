import { EncodingInvalid } from '../errors/core-errors.ts';
import type { Bytes } from './bytes.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const invalid = 255;
const values = new Uint8Array(128).fill(invalid);
for (let index = 0; index < alphabet.length; index += 1) values[alphabet.charCodeAt(index)] = index;

/** Encodes bytes as base64url without padding (RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  for (; index + 2 < bytes.length; index += 3) {
    const group = (at(bytes, index) << 16) | (at(bytes, index + 1) << 8) | at(bytes, index + 2);
    text += letter(group >> 18) + letter(group >> 12) + letter(group >> 6) + letter(group);
  }
  const left = bytes.length - index;
  if (left === 1) {
    const group = at(bytes, index) << 16;
    text += letter(group >> 18) + letter(group >> 12);
  } else if (left === 2) {
    const group = (at(bytes, index) << 16) | (at(bytes, index + 1) << 8);
    text += letter(group >> 18) + letter(group >> 12) + letter(group >> 6);
  }
  return text;
}

/**
 * Decodes base64url and accepts the one canonical form only: no padding, no blanks, no spare bits.
 *
 * Leniency here would give one signed token many spellings, and every deny-list keyed by a token's hash could be walked around.
 *
 * @throws {@link EncodingInvalid} `ERR_BASE64URL_INVALID`
 * @see RFC 7515 section 2; RFC 4648 section 3.5
 */
export function decodeBase64url(text: string): Bytes {
  const rest = text.length % 4;
  if (rest === 1) throw new EncodingInvalid('ERR_BASE64URL_INVALID');
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let position = 0;
  let index = 0;
  for (; index + 3 < text.length; index += 4) {
    const group =
      (digit(text, index) << 18) |
      (digit(text, index + 1) << 12) |
      (digit(text, index + 2) << 6) |
      digit(text, index + 3);
    bytes[position++] = group >> 16;
    bytes[position++] = group >> 8;
    bytes[position++] = group;
  }
  if (rest === 2) {
    const group = (digit(text, index) << 6) | digit(text, index + 1);
    if ((group & 0b1111) !== 0) throw new EncodingInvalid('ERR_BASE64URL_INVALID');
    bytes[position] = group >> 4;
  } else if (rest === 3) {
    const group = (digit(text, index) << 12) | (digit(text, index + 1) << 6) | digit(text, index + 2);
    if ((group & 0b11) !== 0) throw new EncodingInvalid('ERR_BASE64URL_INVALID');
    bytes[position++] = group >> 10;
    bytes[position] = group >> 2;
  }
  return bytes;
}

function digit(text: string, index: number): number {
  const value = values[text.charCodeAt(index)] ?? invalid;
  if (value === invalid) throw new EncodingInvalid('ERR_BASE64URL_INVALID');
  return value;
}

function letter(bits: number): string {
  return alphabet.charAt(bits & 63);
}

function at(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? 0;
}

import { EncodingInvalid } from '../errors/encoding-invalid.ts';

/** Bytes over an ordinary buffer: what WebCrypto takes and gives. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
// `ignoreBOM` keeps a leading U+FEFF in the text: dropping it would make two different inputs look alike.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Encodes text as UTF-8. */
export function encodeUtf8(text: string): Bytes {
  return encoder.encode(text);
}

/**
 * Decodes well-formed UTF-8 and keeps a byte order mark.
 *
 * Not checked: which characters there are, controls among them.
 *
 * @throws {@link EncodingInvalid} `ERR_UTF8_INVALID`
 *
 * @example
 * ```ts
 * import { decodeUtf8, EncodingInvalid } from '@holdfast/core';
 *
 * try {
 *   console.log(decodeUtf8(new Uint8Array([0xff])));
 * } catch (error) {
 *   if (error instanceof EncodingInvalid) console.error(error.code); // ERR_UTF8_INVALID
 * }
 * ```
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new EncodingInvalid('ERR_UTF8_INVALID');
  }
}

import { hostSha256, hostSha256Base64url } from '#host';
import { type Bytes, encodeUtf8 } from './bytes.ts';

/** SHA-256 of bytes. */
export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return hostSha256(bytes as Bytes);
}

/** SHA-256 of bytes, or of text as UTF-8, in base64url without padding. */
export async function sha256Base64url(data: Uint8Array | string): Promise<string> {
  return hostSha256Base64url(data as Bytes | string);
}

/** Tells whether text is the SHA-256 of the data in base64url; at once where the host can. Not in constant time: neither is secret. */
export function matchSha256(data: Uint8Array | string, text: string): boolean | Promise<boolean> {
  const digest = hostSha256Base64url(data as Bytes | string);
  return typeof digest === 'string' ? digest === text : digest.then((made) => made === text);
}

/** SHA-256 of text as UTF-8, in lower-case hex: the form in which Entra names a token to refresh. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await sha256(encodeUtf8(text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

import { hostSha256 } from '#host';
import { encodeBase64url } from './base64url.ts';
import { type Bytes, encodeUtf8 } from './bytes.ts';

/** SHA-256 of bytes. */
export async function sha256(bytes: Uint8Array): Promise<Bytes> {
  return hostSha256(bytes as Bytes);
}

/** SHA-256 of bytes, or of text as UTF-8, in base64url without padding. */
export async function sha256Base64url(data: Uint8Array | string): Promise<string> {
  return encodeBase64url(await hostSha256(typeof data === 'string' ? encodeUtf8(data) : (data as Bytes)));
}

/** SHA-256 of text as UTF-8, in lower-case hex: the form in which Entra names a token to refresh. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = await sha256(encodeUtf8(text));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

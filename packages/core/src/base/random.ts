import { hostRandomBytes } from '#host';
import { encodeBase64url } from './base64url.ts';
import type { Bytes } from './bytes.ts';

/** Bytes from the runtime's cryptographic random source. */
export function randomBytes(length: number): Bytes {
  return hostRandomBytes(length);
}

/** A fresh identifier of 128 random bits, in base64url. */
export function randomId(): string {
  return encodeBase64url(randomBytes(16));
}

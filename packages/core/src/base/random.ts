import { hostRandomBytes } from '#host';
import { encodeBase64url } from './base64url.ts';
import type { Bytes } from './bytes.ts';

/** Bytes from the runtime's cryptographic random source. */
export function randomBytes(length: number): Bytes {
  return hostRandomBytes(length);
}

const idLength = 16;
const idsAtOnce = 64;
const takeId = createIdStock();

/** A fresh identifier of 128 random bits, in base64url. */
export function randomId(): string {
  return takeId();
}

// An identifier is public, so many are turned to text at once: one at a time costs three times as much.
function createIdStock(): () => string {
  const ids: string[] = [];
  return () => {
    if (ids.length === 0) {
      const bytes = randomBytes(idLength * idsAtOnce);
      for (let at = 0; at < bytes.length; at += idLength) ids.push(encodeBase64url(bytes.subarray(at, at + idLength)));
    }
    return ids.pop() as string;
  };
}

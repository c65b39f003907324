import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Bytes, decodeBase64url } from '@holdfast/core';
import { SealBroken } from '../errors/seal-broken.ts';

/** Seals values for a store that others can read and write. */
export interface SealedBox {
  /** Encrypts and authenticates text under a name; opening needs the same name. */
  seal(name: string, text: string): string;
  /**
   * Gives back what was sealed under the name.
   *
   * @throws {@link SealBroken}
   */
  open(name: string, sealed: string): string;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/**
 * Makes a box over AES-256-GCM with a random nonce per value; the full name is associated data, so a value that somebody moves to
 * another name does not open.
 *
 * Not given: protection against an old value put back under its own name.
 *
 * @param key - 32 random bytes of the caller; at most 2³² values per key (NIST SP 800-38D section 8.3)
 * @throws TypeError when the key has another length
 * @see NIST SP 800-38D
 *
 * @example
 * ```ts
 * import { createSealedBox } from '@holdfast/node/redis';
 *
 * const box = createSealedBox(crypto.getRandomValues(new Uint8Array(32)));
 * console.log(box.open('a name', box.seal('a name', 'a token'))); // a token
 * ```
 */
export function createSealedBox(key: Uint8Array): SealedBox {
  if (!(key instanceof Uint8Array) || key.length !== keyBytes)
    throw new TypeError('The encryption key must be 32 bytes');
  const own = Uint8Array.from(key);
  return {
    seal(name, text) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', own, nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(name));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(name, sealed) {
      const bytes = decodeSealed(sealed);
      const start = 1 + nonceBytes + tagBytes;
      if (bytes[0] !== version || bytes.length < start) throw new SealBroken();
      const nonce = bytes.subarray(1, 1 + nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', own, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(name));
      decipher.setAuthTag(bytes.subarray(1 + nonceBytes, start));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8');
      } catch {
        throw new SealBroken();
      }
    },
  };
}

// Node's own decoder passes over what it does not know; a value has one spelling here too.
function decodeSealed(sealed: string): Bytes {
  try {
    return decodeBase64url(sealed);
  } catch {
    throw new SealBroken();
  }
}

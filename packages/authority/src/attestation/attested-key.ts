import { createHash, createPublicKey } from 'node:crypto';
import type { PublicJwk } from '@holdfast/core';

/**
 * The id of a key in attestation tokens: lower-case hexadecimal SHA-256 of its SPKI.
 *
 * @param jwk - a key that was checked
 */
export function keyIdOf({ kty, ...numbers }: PublicJwk): string {
  return spkiKeyId(
    createPublicKey({ format: 'jwk', key: { kty, ...numbers } }).export({ format: 'der', type: 'spki' }),
  );
}

/** The same of a key that is there as SPKI. */
export function spkiKeyId(spki: Uint8Array): string {
  return createHash('sha256').update(spki).digest('hex');
}

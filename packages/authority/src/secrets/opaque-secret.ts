import { createHash } from 'node:crypto';
import { encodeBase64url, randomBytes } from '@holdfast/core';

const shape = /^[A-Za-z0-9_-]{43}$/;

/** Makes a secret of 256 random bits in base64url, which says nothing to whoever has it. */
export function createOpaqueSecret(): string {
  return encodeBase64url(randomBytes(32));
}

/** Tells whether a text could be such a secret. */
export function isOpaqueSecret(text: string): boolean {
  return shape.test(text);
}

/** What is kept of a secret: its SHA-256. Whoever reads the memory of the process finds nothing that opens anything. */
export function hashSecret(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

import { isThumbprint } from '@holdfast/core';

const hex = /^(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}$/;

/**
 * Reads the SHA-256 thumbprint of a certificate as people and tools spell it: `x5t#S256` in base64url, or hexadecimal digits with or
 * without colons.
 *
 * @returns base64url; undefined for everything else, SHA-1 among it
 */
export function parseCertificateThumbprint(text: string): string | undefined {
  if (hex.test(text)) return Buffer.from(text.replaceAll(':', ''), 'hex').toString('base64url');
  return isThumbprint(text) ? text : undefined;
}

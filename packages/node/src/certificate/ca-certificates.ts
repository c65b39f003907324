import type { X509Certificate } from 'node:crypto';
import { findPemBlocks, readCertificateBlock } from './pem-blocks.ts';

/**
 * Reads every certificate of a PEM text.
 *
 * @param name - the option, for the message
 * @throws TypeError when there is none, or one is cut short or cannot be read
 */
export function parseCertificates(pem: unknown, name: string): readonly X509Certificate[] {
  try {
    const { certificates } = findPemBlocks(typeof pem === 'string' ? pem : '');
    if (certificates.length > 0) return certificates.map(readCertificateBlock);
  } catch {}
  throw new TypeError(`${name} must be PEM text with at least one certificate`);
}

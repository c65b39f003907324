import { X509Certificate } from 'node:crypto';

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Reads every certificate of a PEM text.
 *
 * @param name - the option, for the message
 * @throws TypeError when there is none, or one cannot be read
 */
export function parseCertificates(pem: unknown, name: string): readonly X509Certificate[] {
  const blocks = typeof pem === 'string' ? (pem.match(pemBlock) ?? []) : [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {}
  throw new TypeError(`${name} must be PEM text with at least one certificate`);
}

import { createHash, X509Certificate } from 'node:crypto';
import { parsePublicJwk } from '@holdfast/core';
import type { RegisteredCertificate } from './directory.ts';

/**
 * Reads a certificate that an application will be known by.
 *
 * Not checked: who issued it, and whether it is still valid; that is asked when an assertion arrives.
 *
 * @param pem - one PEM certificate; the first counts when there are more
 * @throws when the text is not a certificate, or its key is neither RSA of at least 2048 bits nor P-256
 */
export function registerCertificate(pem: string): RegisteredCertificate {
  const certificate = new X509Certificate(pem);
  return {
    sha1: createHash('sha1').update(certificate.raw).digest('base64url'),
    sha256: createHash('sha256').update(certificate.raw).digest('base64url'),
    pem: certificate.toString(),
    jwk: parsePublicJwk(certificate.publicKey.export({ format: 'jwk' })),
  };
}

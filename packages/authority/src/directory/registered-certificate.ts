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

/**
 * Reads an authority in whose mouth a subject name counts.
 *
 * Not checked: who issued it, and whether it is still valid; that is asked when a certificate is presented.
 *
 * @param pem - one PEM certificate; the first counts when there are more
 * @returns that certificate alone, PEM
 * @throws when the text is not a certificate, or the certificate may not issue others
 */
export function readIssuingAuthority(pem: string): string {
  const certificate = new X509Certificate(pem);
  if (!certificate.ca) throw new TypeError('not a certificate authority');
  return certificate.toString();
}

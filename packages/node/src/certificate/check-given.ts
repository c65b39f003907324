import { KeyObject } from 'node:crypto';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import type { ClientCertificate } from './client-certificate.ts';

/**
 * Refuses what is no certificate with its key: text, or a copy, which the key is no part of.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_SOURCE`
 */
export function checkGivenCertificate(given: unknown): ClientCertificate {
  const { privateKey } = (given ?? {}) as { readonly privateKey?: unknown };
  if (!(privateKey instanceof KeyObject)) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_SOURCE');
  return given as ClientCertificate;
}

import { KeyObject } from 'node:crypto';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import type { EngineKey } from '../machine-key/machine-key.ts';
import type { ClientCertificate } from './client-certificate.ts';

/**
 * Refuses what is no certificate with its key: text, or a copy, which the key is no part of.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_SOURCE`
 */
export function checkGivenCertificate(given: unknown): ClientCertificate {
  const { privateKey } = (given ?? {}) as { readonly privateKey?: unknown };
  if (!(privateKey instanceof KeyObject || isEngineKey(privateKey)))
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_SOURCE');
  return given as ClientCertificate;
}

function isEngineKey(key: unknown): key is EngineKey {
  const { engine, identifier } = (key ?? {}) as Partial<Record<keyof EngineKey, unknown>>;
  return typeof engine === 'string' && typeof identifier === 'string';
}

import { KeyObject } from 'node:crypto';
import type { Clock } from '@holdfast/core';
import { type ClientCredential, createCertificateCredential } from '@holdfast/oauth';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import { createNodeSigningKey } from '../keys/node-signing-key.ts';

/** How assertions are made with a certificate. */
export interface CertificateAssertionOptions {
  readonly clock: Clock;
  readonly sendX5c: boolean;
  /** For RSA keys; P-256 keys sign with ES256. */
  readonly rsaAlgorithm: 'PS256' | 'RS256';
}

/**
 * Authenticates with assertions that a certificate's key signs. The key is readied with the first.
 *
 * @throws from the credential: {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_KEY_HELD`, {@link KeyUnusable}, {@link JwkInvalid} for an elliptic curve other than P-256, which can be used in TLS only
 * @see RFC 7523 section 3
 */
export function createCertificateAssertion(
  certificate: ClientCertificate,
  { clock, sendX5c, rsaAlgorithm }: CertificateAssertionOptions,
): ClientCredential {
  const { keyType, privateKey, x5c, x5t, x5tS256 } = certificate;
  const algorithm = keyType === 'ec' ? 'ES256' : rsaAlgorithm;
  const reference = algorithm === 'RS256' ? { x5t } : { 'x5t#S256': x5tS256 };
  const create = async (): Promise<ClientCredential> => {
    if (!(privateKey instanceof KeyObject)) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_HELD');
    const key = await createNodeSigningKey(algorithm, privateKey);
    return createCertificateCredential({ key, reference, chain: sendX5c ? x5c : undefined, clock });
  };
  let credential: Promise<ClientCredential> | undefined;
  return async (target) => {
    credential ??= create();
    return (await credential)(target);
  };
}

import { X509Certificate } from 'node:crypto';
import { importVerificationKey, type JwsAlgorithm, type VerificationKey } from '@holdfast/core';
import type { RegisteredCertificate } from '../directory/directory.ts';

/** A registered certificate, ready for use. */
export interface OpenCertificate {
  readonly x509: X509Certificate;
  /**
   * The key for assertions of one algorithm.
   *
   * @throws when the key is not one for this algorithm
   */
  verificationKey(alg: JwsAlgorithm): Promise<VerificationKey>;
}

// Reading a certificate and its key costs several times the verification of an assertion, and a registration never changes. What was
// made for one assertion alone, from its `x5c`, is forgotten with it.
const opened = new WeakMap<RegisteredCertificate, OpenCertificate>();

/**
 * Opens a registered certificate, once.
 *
 * Not checked: whether it may be used now.
 */
export function openCertificate(certificate: RegisteredCertificate): OpenCertificate {
  const known = opened.get(certificate);
  if (known !== undefined) return known;
  const keys = new Map<JwsAlgorithm, Promise<VerificationKey>>();
  const open: OpenCertificate = {
    x509: new X509Certificate(certificate.pem),
    verificationKey: (alg) => {
      const key = keys.get(alg) ?? importVerificationKey(certificate.jwk, alg);
      keys.set(alg, key);
      return key;
    },
  };
  opened.set(certificate, open);
  return open;
}

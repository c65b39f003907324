import { createPublicKey, KeyObject, X509Certificate } from 'node:crypto';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import type { MachineKey } from '../machine-key/machine-key.ts';
import { buildClientCertificate, buildEngineCertificate, type ClientCertificate } from './client-certificate.ts';

/** What an issuer gave for the key of this machine. */
export interface MachineCertificate {
  /** DER of the certificate. */
  readonly certificate: Uint8Array;
  /** DER of its issuers, in any order. @default none */
  readonly issuers?: readonly Uint8Array[] | undefined;
  /** The key that it was asked for with. */
  readonly key: MachineKey;
}

/**
 * Puts a certificate together with the key of this machine, wherever that is kept.
 *
 * Not checked: who issued it, its subject, validity and purpose; see {@link checkCertificateUse} for the last two.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_MALFORMED`, `ERR_CLIENT_CERTIFICATE_KEY_MISMATCH` for a certificate of another key,
 *   `ERR_CLIENT_CERTIFICATE_KEY_WEAK`
 */
export function buildMachineCertificate({ certificate, issuers = [], key }: MachineCertificate): ClientCertificate {
  const leaf = readCertificate(certificate);
  const others = issuers.map(readCertificate);
  const { tlsKey, signingKey } = key;
  if (tlsKey instanceof KeyObject) return buildClientCertificate({ leaf, others, privateKey: tlsKey });
  const publicKey = createPublicKey({ format: 'jwk', key: { ...signingKey.jwk } });
  return buildEngineCertificate({ leaf, others, engineKey: tlsKey, publicKey });
}

function readCertificate(der: Uint8Array): X509Certificate {
  try {
    const certificate = new X509Certificate(der);
    // OpenSSL takes PEM too, and DER with anything after it; the thumbprint would be of something that was not sent.
    if (certificate.raw.equals(der)) return certificate;
  } catch {
    // Its message may quote what it was given.
  }
  throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_MALFORMED');
}

import type { BindingCertificate, BoundCredential } from '@holdfast/oauth';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import type { IdentityCertificate } from './identity-certificate.ts';

/** Certificates with the connections that present them. */
export interface CertificateCredentials {
  /** A certificate as a credential; the same object for the same certificate, for tokens are found by it. */
  of(certificate: IdentityCertificate): BoundCredential;
  /** The certificate of a credential that came from here. */
  certificateOf(credential: BoundCredential): IdentityCertificate | undefined;
  /** Lets the connections of a certificate go when the requests on them are done. */
  retire(certificate: IdentityCertificate): void;
}

/**
 * Makes certificates go with their connections.
 *
 * @param onBegin - told when a certificate begins, in epoch milliseconds, before it is presented for the first time
 */
export function createCertificateCredentials(pool: MtlsPool, onBegin: (atMs: number) => void): CertificateCredentials {
  const credentials = new WeakMap<IdentityCertificate, BoundCredential>();
  const certificates = new WeakMap<BoundCredential, IdentityCertificate>();
  const noParameters = Object.freeze({});
  return {
    of(found) {
      const known = credentials.get(found);
      if (known !== undefined) return known;
      const certificate: BindingCertificate = found.certificate;
      onBegin(found.certificate.notBefore * 1000);
      const transport = pool.transport(found.certificate);
      const credential = Object.freeze({ certificate, transport, parameters: noParameters });
      credentials.set(found, credential);
      certificates.set(credential, found);
      return credential;
    },
    certificateOf: (credential) => certificates.get(credential),
    retire: ({ certificate }) => void pool.retire(certificate),
  };
}

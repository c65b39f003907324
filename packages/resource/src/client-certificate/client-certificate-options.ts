import type { CertificateReader, RevocationCheck } from './certificate-rules.ts';

/**
 * Key of an option of {@link ClientCertificateOptions}: client certificates come from a header that a proxy writes.
 *
 * @deprecated Dangerous: whoever can write that header to this API and passes for the proxy has every certificate. Let TLS end here
 *   wherever that can be.
 */
export const dangerouslyTrustForwardedCertificate: unique symbol = Symbol('dangerouslyTrustForwardedCertificate');

/** Client certificates, for tokens that are bound to one. */
export interface ClientCertificateOptions {
  /**
   * Tells whether a certificate was revoked: from a list, from OCSP. Only a plain `false` lets the request pass; when it throws, the answer
   * is 503. It is about certificates that their issuer took back; tokens that the authority took back because of a certificate come by the
   * feed of `revocation`, which is asked after this.
   *
   * @default nobody is asked
   */
  readonly isRevoked?: RevocationCheck | undefined;
  /**
   * Takes client certificates from a header that a proxy writes, and no longer from the connection: `forwardedCertificates` of
   * `@holdfast/resource/forwarded` makes the reader.
   *
   * @default certificates come from the TLS connection, and headers count for nothing
   * @deprecated Dangerous: whoever can write that header to this API and passes for the proxy has every certificate. Let TLS end here
   *   wherever that can be.
   */
  readonly [dangerouslyTrustForwardedCertificate]?: CertificateReader | undefined;
}

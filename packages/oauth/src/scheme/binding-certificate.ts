import type { Transport } from '@holdfast/core';

/** A certificate that tokens are bound to, as far as it is anybody's business: its key is not part of it. */
export interface BindingCertificate {
  /** base64url SHA-256 of the DER: what `cnf` of a bound token names. */
  readonly x5tS256: string;
  /** base64 DER, the certificate first, then its issuers (RFC 7515 section 4.1.6). */
  readonly x5c: readonly string[];
  /** The subject's parts on one line, for people. */
  readonly subject: string;
  /** The last second of its life, in epoch seconds. */
  readonly notAfter: number;
}

/** A certificate with the connections that present it: how an application is known, and what a token is bound to. */
export interface BoundCredential {
  /** The certificate. */
  readonly certificate: BindingCertificate;
  /** Presents exactly this certificate. */
  readonly transport: Transport;
  /** Body parameters beside the certificate: those of an assertion that is bound to it; none for a certificate of the application's own. */
  readonly parameters: Readonly<Record<string, string>>;
}

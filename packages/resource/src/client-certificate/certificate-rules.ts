import { type EventSink, sha256Base64url } from '@holdfast/core';
import type { ResourceEvent } from '../events/resource-event.ts';
import type { IncomingRequest, PresentedCertificate } from '../incoming/incoming-request.ts';

/** A client certificate under the name that tokens are bound to. */
export interface KnownCertificate extends PresentedCertificate {
  /** base64url SHA-256 of the DER, as in `x5t#S256`. */
  readonly thumbprint: string;
}

/**
 * Finds the client certificate of a request, or undefined where there is none; it throws where one cannot be trusted. `now` is epoch
 * seconds.
 */
export type CertificateReader = (
  incoming: IncomingRequest,
  now: number,
) => KnownCertificate | undefined | Promise<KnownCertificate | undefined>;

/**
 * Tells whether a client certificate was revoked. Asked for every request that needs the certificate, after everything else about it was
 * found in order.
 */
export type RevocationCheck = (certificate: KnownCertificate) => boolean | Promise<boolean>;

/** What is demanded of client certificates. */
export interface CertificateRules {
  readonly read: CertificateReader;
  readonly isRevoked: RevocationCheck | undefined;
  readonly publish: EventSink<ResourceEvent>;
}

/** Names a certificate by its own bytes, whatever name came with it. */
export async function knowCertificate(certificate: PresentedCertificate): Promise<KnownCertificate> {
  const { der, notBefore, notAfter, extendedKeyUsage } = certificate;
  return Object.freeze({ der, notBefore, notAfter, extendedKeyUsage, thumbprint: await sha256Base64url(der) });
}

import { type Clock, epochSeconds } from '@holdfast/core';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import type { ClientCertificate } from './client-certificate.ts';

/** What decides whether a certificate may be used now. */
export interface CertificateUse {
  /** Tells the time, in epoch milliseconds. */
  readonly clock: Clock;
  /** `refused` where only certificates of an authority will do; RFC 8705 section 2.2 knows self-signed ones too. @default `allowed` */
  readonly selfSigned?: 'allowed' | 'refused' | undefined;
}

const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyUsage = '2.5.29.37.0';

/**
 * Refuses a certificate that no server could accept now: outside its time, for another purpose, or self-signed where that will not do.
 *
 * Not checked: its chain and its revocation, which are the server's business.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_EXPIRED`, `ERR_CLIENT_CERTIFICATE_NOT_YET_VALID`, `ERR_CLIENT_CERTIFICATE_USAGE`,
 *   `ERR_CLIENT_CERTIFICATE_SELF_SIGNED`
 * @see RFC 5280 sections 4.1.2.5 and 4.2.1.12
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { checkCertificateUse, parsePemCertificate } from '@holdfast/node/mtls';
 *
 * const certificate = parsePemCertificate({ certificate: readFileSync('client.pem', 'utf8') });
 * checkCertificateUse(certificate, { clock: Date.now, selfSigned: 'refused' });
 * ```
 */
export function checkCertificateUse(certificate: ClientCertificate, { clock, selfSigned }: CertificateUse): void {
  checkCertificateTime(certificate, clock);
  const { extendedKeyUsage: usages, isSelfSigned } = certificate;
  if (usages !== undefined && !usages.includes(clientAuth) && !usages.includes(anyUsage)) {
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_USAGE');
  }
  if (selfSigned === 'refused' && isSelfSigned) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_SELF_SIGNED');
}

/**
 * Refuses a certificate outside its time; the one thing that changes while a certificate is in use.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_EXPIRED`, `ERR_CLIENT_CERTIFICATE_NOT_YET_VALID`
 */
export function checkCertificateTime({ notBefore, notAfter }: ClientCertificate, clock: Clock): void {
  const now = epochSeconds(clock);
  if (now > notAfter) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_EXPIRED');
  if (now < notBefore) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_NOT_YET_VALID');
}

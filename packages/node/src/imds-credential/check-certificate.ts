import { X509Certificate } from 'node:crypto';
import { type Clock, epochSeconds } from '@holdfast/core';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import { buildMachineCertificate } from '../certificate/machine-certificate.ts';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import { ImdsCredentialUnusable } from '../errors/imds-credential-errors.ts';
import type { MachineKey } from '../machine-key/machine-key.ts';

/** What a certificate must be. */
export interface CertificateExpectation {
  /** Its key. */
  readonly key: MachineKey;
  /** Its common name: a GUID in lower case. */
  readonly clientId: string;
  /** Its domain component: a GUID in lower case. */
  readonly tenantId: string;
  readonly clock: Clock;
}

/** How far the clocks of the machine and of the issuer may be apart; a certificate that begins later is not believed. */
const clockToleranceSeconds = 15 * 60;

/**
 * Checks a certificate that IMDS gave, and puts it together with its key.
 *
 * Not checked: who issued it. Whoever stands in the place of IMDS can make one; the authority then refuses it.
 *
 * @param der - DER of the certificate, exactly
 * @throws {@link ImdsCredentialUnusable} `ERR_IMDS_CREDENTIAL_CERTIFICATE`, with what is wrong: `DER`, `key`, `subject`, `expired`, `begins later`
 * @see RFC 5280 section 4.1
 */
export function checkIssuedCertificate(der: Uint8Array, expected: CertificateExpectation): ClientCertificate {
  const { key, clientId, tenantId, clock } = expected;
  const certificate = build(der, key);
  checkSubject(der, clientId, tenantId);
  const now = epochSeconds(clock);
  if (now > certificate.notAfter) throw refused('expired');
  if (now + clockToleranceSeconds < certificate.notBefore) throw refused('begins later');
  return certificate;
}

function build(der: Uint8Array, key: MachineKey): ClientCertificate {
  try {
    return buildMachineCertificate({ certificate: der, key });
  } catch (error) {
    const isOfOtherKey = error instanceof CertificateInvalid && error.code !== 'ERR_CLIENT_CERTIFICATE_MALFORMED';
    throw refused(isOfOtherKey ? 'key' : 'DER');
  }
}

function checkSubject(der: Uint8Array, clientId: string, tenantId: string): void {
  const { CN: name, DC: domain } = new X509Certificate(der).toLegacyObject().subject as unknown as Readonly<
    Record<string, unknown>
  >;
  // A name that is there twice is a list here, and equals nothing.
  const isOurs = lower(name) === clientId && lower(domain) === tenantId;
  if (!isOurs) throw refused('subject');
}

function lower(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function refused(detail: string): ImdsCredentialUnusable {
  return new ImdsCredentialUnusable('ERR_IMDS_CREDENTIAL_CERTIFICATE', { detail });
}

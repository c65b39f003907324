import { X509Certificate } from 'node:crypto';
import type { Bytes } from '@holdfast/core';
import { type KnownCertificate, knowCertificate } from '../client-certificate/certificate-rules.ts';
import { fromX509 } from '../client-certificate/read-connection-certificate.ts';
import { Refused } from '../errors/refused.ts';

/** Parses exactly one certificate, DER, with nothing behind it. Not checked: its signature, its issuer, its period. */
export async function parseCertificate(der: Bytes): Promise<KnownCertificate> {
  const x509 = open(der);
  // OpenSSL reads a certificate from the beginning of the bytes and leaves the rest: two texts, one certificate.
  if (x509 === undefined || !x509.raw.equals(der)) {
    throw new Refused('ERR_CERTIFICATE_FORWARDED', { detail: 'not one certificate' });
  }
  return knowCertificate(fromX509({ ...pick(x509), raw: der }));
}

function open(der: Bytes): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    // What OpenSSL says about it may quote it.
    return undefined;
  }
}

function pick({
  validFromDate,
  validToDate,
  keyUsage,
}: X509Certificate): Pick<X509Certificate, 'validFromDate' | 'validToDate' | 'keyUsage'> {
  return { validFromDate, validToDate, keyUsage };
}

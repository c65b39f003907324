import type { X509Certificate } from 'node:crypto';
import { hasSubject } from '../certificates/subject-name.ts';
import type { Application, RegisteredSubject } from '../directory/directory.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import { isInForce } from './certificate-rules.ts';

/** Ways in with a certificate, by their registered names (RFC 8705 section 2). */
export type CertificateMethod = 'tls_client_auth' | 'self_signed_tls_client_auth';

/**
 * Finds out by which of its registrations an application knows a certificate: by its thumbprint, or by its subject in the mouth of
 * the issuer that was pinned for it. No other chain is looked at, whatever else the client sent.
 *
 * Not checked: that the certificate itself may be used now, and that anybody holds its key.
 *
 * @param at - epoch milliseconds
 * @returns an empty list for a certificate the application is not known by
 * @see RFC 8705 sections 2.1 and 2.2
 */
export function recogniseCertificate(
  { x509, sha256 }: PresentedCertificate,
  application: Application,
  at: number,
): readonly CertificateMethod[] {
  const byThumbprint = application.thumbprints.includes(sha256);
  const bySubject = application.subjects.some((registered) => matchesSubject(x509, registered, at));
  return [
    ...(byThumbprint ? (['self_signed_tls_client_auth'] as const) : []),
    ...(bySubject ? (['tls_client_auth'] as const) : []),
  ];
}

function matchesSubject(x509: X509Certificate, { subjectName, issuer }: RegisteredSubject, at: number): boolean {
  // An authority below the pinned one is not a client, whatever its name is.
  if (x509.ca || !hasSubject(x509, subjectName) || !isInForce(issuer, at)) return false;
  return x509.checkIssued(issuer) && x509.verify(issuer.publicKey);
}

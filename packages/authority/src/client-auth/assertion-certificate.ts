import { createHash, X509Certificate } from 'node:crypto';
import { decodeBase64, type JwsHeader } from '@holdfast/core';
import type { Application, RegisteredCertificate } from '../directory/directory.ts';
import { registerCertificate } from '../directory/registered-certificate.ts';
import { recogniseCertificate } from './recognise-certificate.ts';

/**
 * Finds the certificate that an assertion names by `x5t#S256`, `x5t` or the first entry of `x5c`.
 *
 * A header that names several ways must mean one certificate; one that names none finds nothing. A certificate in `x5c` counts when
 * the application is registered by it, and never because it chains to anything.
 *
 * @param at - epoch milliseconds
 */
export function findAssertionCertificate(
  header: JwsHeader,
  application: Application,
  at: number,
): RegisteredCertificate | undefined {
  const { x5c, x5t } = header;
  const x5tS256 = header['x5t#S256'];
  if (x5c === undefined && x5t === undefined && x5tS256 === undefined) return undefined;
  const candidates = x5c === undefined ? application.certificates : recogniseLeaf(x5c, application, at);
  return candidates.find(({ sha1, sha256 }) => isNamed(sha256, x5tS256) && isNamed(sha1, x5t));
}

function isNamed(thumbprint: string, name: string | undefined): boolean {
  // MSAL for Python pads its base64url.
  return name === undefined || name.replace(/=+$/, '') === thumbprint;
}

function recogniseLeaf(
  [leaf = '']: readonly string[],
  application: Application,
  at: number,
): readonly RegisteredCertificate[] {
  try {
    const der = decodeBase64(leaf);
    const sha256 = createHash('sha256').update(der).digest('base64url');
    const known = application.certificates.find((certificate) => certificate.sha256 === sha256);
    if (known !== undefined) return [known];
    const x509 = new X509Certificate(der);
    // The parser ignores what stands behind a certificate: then the thumbprint would be of something else.
    if (!x509.raw.equals(der) || recogniseCertificate({ x509, sha256 }, application, at).length === 0) return [];
    return [registerCertificate(x509.toString())];
  } catch {
    // Not base64, not a certificate, or a key that signs no assertion here.
    return [];
  }
}

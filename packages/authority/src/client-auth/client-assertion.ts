import { X509Certificate } from 'node:crypto';
import { type CompactJws, decodeCompactJws, importVerificationKey, verifyCompactJws } from '@holdfast/core';
import type { Application, RegisteredCertificate } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { findAssertionCertificate } from './assertion-certificate.ts';
import { type AssertionAddressee, checkAssertionClaims } from './assertion-claims.ts';

/**
 * Verifies a client assertion: a JWT signed with the key of a certificate that the application has registered.
 *
 * Not checked: whether the assertion was used before. Entra's clients send one assertion for ten minutes, so a repeated `jti` is
 * honest; and the chain of the certificate, because registration is what makes it trusted.
 *
 * @param options - `at` is epoch milliseconds
 * @throws {@link TokenRefused}
 * @see RFC 7523 section 3
 */
export async function verifyClientAssertion(options: {
  readonly assertion: string;
  readonly application: Application;
  readonly expected: AssertionAddressee;
  readonly at: number;
}): Promise<void> {
  const { application, expected, at } = options;
  const jws = decodeAssertion(options.assertion);
  const certificate = findAssertionCertificate(jws.header, application.certificates);
  if (certificate === undefined) throw new TokenRefused('assertionNotVerified', 'The key was not found');
  await verifySignature(jws, certificate);
  checkPeriod(certificate, at);
  checkAssertionClaims(jws.payload, { clientId: application.clientId, expected, at });
}

function decodeAssertion(assertion: string): CompactJws {
  try {
    return decodeCompactJws(assertion, { allowX5c: true, relaxedX5t: true });
  } catch (cause) {
    throw new TokenRefused('assertionMalformed', 'not a compact JWS with an allowed header', cause);
  }
}

async function verifySignature(jws: CompactJws, certificate: RegisteredCertificate): Promise<void> {
  try {
    const key = await importVerificationKey(certificate.jwk, jws.header.alg);
    await verifyCompactJws(jws, { key });
  } catch (cause) {
    throw new TokenRefused('assertionNotVerified', 'The signature does not verify', cause);
  }
}

function checkPeriod(certificate: RegisteredCertificate, at: number): void {
  const { validFromDate, validToDate } = new X509Certificate(certificate.pem);
  if (at < validFromDate.getTime() || at > validToDate.getTime()) throw new TokenRefused('certificateTimeWrong');
}

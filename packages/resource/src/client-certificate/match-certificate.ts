import { equalText } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import type { IncomingRequest } from '../incoming/incoming-request.ts';
import type { CertificateRules, KnownCertificate } from './certificate-rules.ts';

/** What a token and the moment ask of a client certificate. */
export interface CertificateDemand {
  /** `x5t#S256` of the token. */
  readonly thumbprint: string;
  /** Epoch seconds. */
  readonly now: number;
  readonly rules: CertificateRules;
}

/**
 * Checks that the client certificate of a request is the one the token is bound to, in force now, meant for clients, and not revoked as
 * far as the owner of the API can tell.
 *
 * All of it is checked per request: a connection, and a TLS session that is resumed, may outlive the certificate. Not checked: its issuer. The
 * token names the exact certificate, so no issuer could make a stranger's certificate pass.
 *
 * @param incoming - the request; its certificate is read only here, and only for tokens that are bound to one
 * @see RFC 8705 section 3
 */
export async function matchCertificate(incoming: IncomingRequest, demand: CertificateDemand): Promise<void> {
  const certificate = await demand.rules.read(incoming, demand.now);
  if (certificate === undefined) throw new Refused('ERR_CERTIFICATE_MISSING');
  if (!equalText(certificate.thumbprint, demand.thumbprint)) throw new Refused('ERR_CERTIFICATE_MISMATCH');
  if (!isInForce(certificate, demand.now)) throw new Refused('ERR_CERTIFICATE_EXPIRED');
  if (!isForClients(certificate)) throw new Refused('ERR_CERTIFICATE_USAGE');
  await checkRevocation(certificate, demand.rules);
}

const anyUse = '2.5.29.37.0';
const clientAuthentication = '1.3.6.1.5.5.7.3.2';

/** Tells whether a certificate is in force; `now` is epoch seconds. */
export function isInForce({ notBefore, notAfter }: KnownCertificate, now: number): boolean {
  // Written so that a time which is not a number fails.
  return notBefore <= now && now <= notAfter;
}

/** Tells whether a certificate may be used by clients, as far as it says what it is for (RFC 5280 section 4.2.1.12). */
export function isForClients({ extendedKeyUsage }: KnownCertificate): boolean {
  return extendedKeyUsage?.some((use) => use === clientAuthentication || use === anyUse) ?? true;
}

async function checkRevocation(certificate: KnownCertificate, { isRevoked, publish }: CertificateRules): Promise<void> {
  if (isRevoked === undefined) return;
  let answer: unknown;
  try {
    answer = await isRevoked(certificate);
  } catch (cause) {
    publish({ name: 'revocation.failed', cause });
    throw new Refused('ERR_CERTIFICATE_UNCHECKED', { cause });
  }
  // Nothing but a plain no lets it pass: a check that forgets to answer has not said that all is well.
  if (answer !== false) throw new Refused('ERR_CERTIFICATE_REVOKED');
}

import { checkClientCertificate } from '../client-auth/certificate-rules.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import type { TokenRequest } from './token-request.ts';

interface Found {
  readonly certificate: PresentedCertificate | undefined;
}

/**
 * Step: on the mTLS endpoint there is a client certificate, and it may be used now. On the ordinary endpoint there is none.
 *
 * Not checked: whose it is; the client is not known yet.
 */
export function checkPresentedCertificate({ connection, issuer, at }: TokenRequest): Found | Promise<Found> {
  if (connection.endpoint === 'tls') return { certificate: undefined };
  const { certificate } = connection;
  if (certificate === undefined) throw new TokenRefused('clientCertificateMissing');
  const rules = { at, isRevoked: issuer.isCertificateRevoked };
  return checkClientCertificate(certificate, rules).then(() => ({ certificate }));
}

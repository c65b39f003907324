import { checkClientCertificate } from '../client-auth/certificate-rules.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * Step: on the mTLS endpoint there is a client certificate, and it may be used now. On the ordinary endpoint there is none.
 *
 * Not checked: whose it is; the client is not known yet.
 */
export async function checkPresentedCertificate({ connection, issuer, at }: TokenRequest): Promise<{
  readonly certificate: PresentedCertificate | undefined;
}> {
  if (connection.endpoint === 'tls') return { certificate: undefined };
  const { certificate } = connection;
  if (certificate === undefined) throw new TokenRefused('clientCertificateMissing');
  await checkClientCertificate(certificate, { at, isRevoked: issuer.isCertificateRevoked });
  return { certificate };
}

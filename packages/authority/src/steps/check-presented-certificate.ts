import { checkClientCertificate } from '../client-auth/certificate-rules.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';
import { judgeMachineCertificate, type MachineCertificate } from './judge-machine-certificate.ts';
import type { TokenRequest } from './token-request.ts';

interface Found {
  readonly certificate: PresentedCertificate | undefined;
  /** What IMDS said of it, where it is of a managed identity. */
  readonly machine: MachineCertificate | undefined;
}

/**
 * Step: on the mTLS endpoint there is a client certificate, and it may be used now. On the ordinary endpoint there is none.
 *
 * Not checked: whose it is; the client is not known yet.
 */
export function checkPresentedCertificate({ connection, issuer, at }: TokenRequest): Found | Promise<Found> {
  if (connection.endpoint === 'tls') return { certificate: undefined, machine: undefined };
  const { certificate } = connection;
  if (certificate === undefined) throw new TokenRefused('clientCertificateMissing');
  return checkCertificate(certificate, { issuer, at });
}

async function checkCertificate(
  certificate: PresentedCertificate,
  { issuer, at }: Pick<TokenRequest, 'issuer' | 'at'>,
): Promise<Found> {
  const machine = await judgeMachineCertificate(certificate, { issuer, at });
  if (machine === undefined) await checkClientCertificate(certificate, { at, isRevoked: issuer.isCertificateRevoked });
  return { certificate, machine };
}

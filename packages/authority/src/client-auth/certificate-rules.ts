import type { KeyObject, X509Certificate } from 'node:crypto';
import { TokenRefused } from '../errors/token-refused.ts';
import type { PresentedCertificate } from '../listening/presented-certificate.ts';

/** A certificate as revocation lists name it. */
export interface CertificateIdentity {
  /** `x5t#S256` */
  readonly thumbprint: string;
  /** Hexadecimal, in upper case. */
  readonly serialNumber: string;
  /** One line per part, as `node:crypto` writes it. */
  readonly issuer: string;
}

/** Asks a revocation list; only `false` lets a certificate through. */
export type IsCertificateRevoked = (certificate: CertificateIdentity) => boolean | Promise<boolean>;

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const curves: ReadonlySet<string | undefined> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

/**
 * Checks that a certificate may authenticate a client at this moment: its period, its purposes where it names any, its key, and the
 * revocation list. It runs for every request, because a connection, or a session that is resumed, outlives all of them.
 *
 * Not checked: whose certificate it is, and its plain key usage, which Node does not tell.
 *
 * @param rules - `at` is epoch milliseconds
 * @throws {@link TokenRefused} `certificateTimeWrong`, `certificateUnusable`, `certificateRevoked`
 * @see RFC 5280 section 4.2.1.12
 */
export async function checkClientCertificate(
  certificate: PresentedCertificate,
  rules: { readonly at: number; readonly isRevoked: IsCertificateRevoked },
): Promise<void> {
  const { x509 } = certificate;
  if (!isInForce(x509, rules.at)) throw new TokenRefused('certificateTimeWrong');
  // What node calls key usage is the extended one.
  const purposes = x509.keyUsage as readonly string[] | undefined;
  if (purposes !== undefined && !purposes.includes(clientAuthentication)) {
    throw new TokenRefused('certificateUnusable', 'client authentication is not among its purposes');
  }
  if (!isStrong(x509.publicKey)) throw new TokenRefused('certificateUnusable', 'its key is too weak');
  await checkRevocation(certificate, rules.isRevoked);
}

/**
 * Checks that a certificate is not revoked.
 *
 * @throws {@link TokenRefused} `certificateRevoked`
 */
export async function checkRevocation(
  { x509, sha256 }: PresentedCertificate,
  isRevoked: IsCertificateRevoked,
): Promise<void> {
  const identity = { thumbprint: sha256, serialNumber: x509.serialNumber, issuer: x509.issuer };
  if ((await isRevoked(identity)) !== false) throw new TokenRefused('certificateRevoked');
}

/** Tells whether a moment, in epoch milliseconds, is in the period of a certificate. A moment that is no number is in none. */
export function isInForce({ validFromDate, validToDate }: X509Certificate, at: number): boolean {
  return validFromDate.getTime() <= at && at <= validToDate.getTime();
}

function isStrong({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  switch (asymmetricKeyType) {
    case 'rsa':
    case 'rsa-pss':
      return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
    case 'ec':
      return curves.has(asymmetricKeyDetails?.namedCurve);
    default:
      return asymmetricKeyType === 'ed25519' || asymmetricKeyType === 'ed448';
  }
}

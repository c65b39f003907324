import { randomBytes } from 'node:crypto';
import type { CertificatePair } from './certificate-pair.ts';
import { exportPrivateKeyPem, generateKeyPair, importSigner } from './key-pair.ts';
import { randomSerialNumber, validityFrom } from './validity.ts';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  type Name,
  type PublicKey,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from './x509.ts';

/** What makes one certificate authority different from another. */
export interface CertificateAuthorityProfile {
  /** Common name; a random suffix is added so that two machines never share a name. */
  readonly name: string;
  /** The only purpose its certificates may serve, as an OID. */
  readonly purpose: string;
  /** Further limits, such as name constraints. */
  readonly limits: readonly Extension[];
}

/**
 * Creates a certificate authority: EC P-256, 90 days, no authority below it, certificates for one purpose only.
 *
 * @param at - epoch milliseconds
 * @see RFC 5280 section 4.2.1.9 and 4.2.1.12
 */
export async function createCertificateAuthority(
  profile: CertificateAuthorityProfile,
  at: number,
): Promise<CertificatePair> {
  const keys = await generateKeyPair('p-256');
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerialNumber(),
    name: `CN=${profile.name} ${randomBytes(4).toString('hex')}`,
    ...validityFrom(at),
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new ExtendedKeyUsageExtension([profile.purpose]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...profile.limits,
    ],
  });
  return { certPem: `${certificate.toString('pem')}\n`, keyPem: await exportPrivateKeyPem(keys) };
}

/** What a certificate is for. */
export interface CertificateProfile {
  readonly commonName: string;
  readonly purpose: string;
  readonly keyKind: 'p-256' | 'rsa-2048';
  readonly extensions?: readonly Extension[];
}

/**
 * Issues an end-entity certificate with a fresh key. It ends with the authority that signed it, at the latest.
 *
 * @param at - epoch milliseconds
 */
export async function issueCertificate(
  authority: CertificatePair,
  profile: CertificateProfile,
  at: number,
): Promise<CertificatePair> {
  const keys = await generateKeyPair(profile.keyKind);
  const certificate = await signCertificate(authority, {
    ...profile,
    ...validityFrom(at),
    subject: `CN=${profile.commonName}`,
    publicKey: keys.publicKey,
  });
  return { certPem: `${certificate.toString('pem')}\n`, keyPem: await exportPrivateKeyPem(keys) };
}

/** What a certificate says of a key that somebody else holds. */
export interface CertificateContents {
  readonly subject: string | Name;
  readonly publicKey: CryptoKey | PublicKey;
  readonly purpose: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions?: readonly Extension[];
}

/**
 * Signs an end-entity certificate. It ends with the authority that signed it, at the latest.
 *
 * Not checked: that anybody holds the key.
 */
export async function signCertificate(
  authority: CertificatePair,
  { subject, publicKey, purpose, notBefore, notAfter, extensions = [] }: CertificateContents,
): Promise<X509Certificate> {
  const issuer = new X509Certificate(authority.certPem);
  return X509CertificateGenerator.create({
    serialNumber: randomSerialNumber(),
    subject,
    issuer: issuer.subjectName,
    notBefore,
    notAfter: issuer.notAfter < notAfter ? issuer.notAfter : notAfter,
    publicKey,
    signingKey: await importSigner(authority.keyPem, 'p-256'),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([purpose]),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...extensions,
    ],
  });
}

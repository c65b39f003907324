import { X509Certificate as NodeCertificate } from 'node:crypto';
import { exportPrivateKeyPem, generateKeyPair, importSigner } from '../../src/certificates/key-pair.ts';
import { randomSerialNumber } from '../../src/certificates/validity.ts';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  X509CertificateGenerator,
} from '../../src/certificates/x509.ts';

/** A certificate made for a test, and its private key. */
export interface MadeCertificate {
  readonly certPem: string;
  readonly keyPem: string;
  readonly x509: NodeCertificate;
  /** base64url SHA-256 of the DER. */
  readonly sha256: string;
}

/** What a test wants of a certificate; everything else is sound. */
export interface CertificateWish {
  /** As the library writes names, in the order of the certificate: `C=DE, O=Contoso, CN=daemon`. */
  readonly subject: string | readonly Readonly<Record<string, readonly string[]>>[];
  /** Signs it; itself when absent. Its key must be P-256. */
  readonly issuer?: { readonly certPem: string; readonly keyPem: string };
  /** Claims this issuer's name, whoever signs. */
  readonly issuerName?: string;
  readonly keyKind?: 'p-256' | 'rsa-2048';
  /** Key of an earlier certificate, for a renewal. */
  readonly keyOf?: MadeCertificate;
  /** Milliseconds from now. */
  readonly from?: number;
  readonly to?: number;
  /** OIDs of its purposes, or none at all. */
  readonly purposes?: readonly string[] | 'absent';
  readonly isAuthority?: boolean;
  /** Further extensions: OID and bytes of the value, whatever they are. */
  readonly extensions?: readonly (readonly [string, Uint8Array<ArrayBuffer>])[];
}

export const clientPurpose: string = ExtendedKeyUsage.clientAuth;
export const serverPurpose: string = ExtendedKeyUsage.serverAuth;
const hour = 3_600_000;

export async function makeCertificate(wish: CertificateWish): Promise<MadeCertificate> {
  const { issuer, keyKind = 'p-256', keyOf, purposes = [clientPurpose], isAuthority = false } = wish;
  const keys = keyOf === undefined ? await generateKeyPair(keyKind) : undefined;
  const keyPem = keyOf?.keyPem ?? (await exportPrivateKeyPem(keys!));
  const publicKey = keys?.publicKey ?? (await importPublic(keyOf!.x509));
  const subject = wish.subject as string;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: randomSerialNumber(),
    subject,
    issuer: wish.issuerName ?? (issuer === undefined ? subject : nameOf(issuer.certPem)),
    notBefore: new Date(Date.now() + (wish.from ?? -hour)),
    notAfter: new Date(Date.now() + (wish.to ?? hour)),
    publicKey,
    signingKey: issuer === undefined ? await importSigner(keyPem, keyKind) : await importSigner(issuer.keyPem, 'p-256'),
    signingAlgorithm: {
      name: keyKind === 'p-256' || issuer !== undefined ? 'ECDSA' : 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
    },
    extensions: [
      new BasicConstraintsExtension(isAuthority, undefined, true),
      ...(purposes === 'absent' ? [] : [new ExtendedKeyUsageExtension([...purposes])]),
      ...(wish.extensions ?? []).map(([oid, value]) => new Extension(oid, false, value)),
    ],
  });
  const certPem = `${certificate.toString('pem')}\n`;
  const x509 = new NodeCertificate(certPem);
  const sha256 = Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
  return { certPem, keyPem, x509, sha256 };
}

function nameOf(certPem: string): string {
  return new NodeCertificate(certPem).subject.split('\n').join(', ');
}

function importPublic(x509: NodeCertificate): Promise<CryptoKey> {
  const spki = Uint8Array.from(x509.publicKey.export({ format: 'der', type: 'spki' }));
  return crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
}

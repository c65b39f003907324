import 'reflect-metadata';
import { KeyObject } from 'node:crypto';
import { drawRsaKeysFromStock } from '@holdfast/testing';
import * as x509 from '@peculiar/x509';

drawRsaKeysFromStock();

export interface TestCertificate {
  readonly certificate: string;
  readonly privateKey: string;
  readonly keys: CryptoKeyPair;
}

const rsa = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
/** Half of what RSA keys must have. */
export const weakRsa = { ...rsa, modulusLength: 1024 };
const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface CertificateWishes {
  readonly kind?: 'rsa' | 'ec';
  readonly name?: string;
  readonly issuer?: TestCertificate;
  /** Milliseconds from now. */
  readonly startsInMs?: number;
  readonly endsInMs?: number;
  /** Hexadecimal. */
  readonly serialNumber?: string;
  /** OIDs of the extended key usage; none unless told. */
  readonly usages?: readonly string[];
  readonly isAuthority?: boolean;
  /** What WebCrypto shall generate, instead of a key of the kind. */
  readonly algorithm?: RsaHashedKeyGenParams | EcKeyGenParams;
}

/** A certificate for localhost; self-signed unless an issuer is given. */
export async function makeCertificate(options: CertificateWishes = {}): Promise<TestCertificate> {
  const { kind = 'rsa', name = 'localhost', issuer, startsInMs = -60_000, endsInMs = 3_600_000, usages } = options;
  const algorithm = options.algorithm ?? (kind === 'rsa' ? rsa : ec);
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const created = await x509.X509CertificateGenerator.create({
    serialNumber: options.serialNumber ?? '01',
    subject: `CN=${name}`,
    issuer: issuer === undefined ? `CN=${name}` : new x509.X509Certificate(issuer.certificate).subject,
    notBefore: new Date(Date.now() + startsInMs),
    notAfter: new Date(Date.now() + endsInMs),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: { ...(issuer?.keys ?? keys).privateKey.algorithm, hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(options.isAuthority ?? issuer === undefined, undefined, true),
      ...(usages === undefined ? [] : [new x509.ExtendedKeyUsageExtension([...usages])]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
    ],
  });
  const privateKey = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string;
  return { certificate: created.toString('pem'), privateKey, keys };
}

import 'reflect-metadata';
import { KeyObject } from 'node:crypto';
import * as x509 from '@peculiar/x509';

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
const ec = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate for localhost; self-signed unless an issuer is given. */
export async function makeCertificate(
  options: { kind?: 'rsa' | 'ec'; name?: string; issuer?: TestCertificate } = {},
): Promise<TestCertificate> {
  const { kind = 'rsa', name = 'localhost', issuer } = options;
  const algorithm = kind === 'rsa' ? rsa : ec;
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const created = await x509.X509CertificateGenerator.create({
    serialNumber: '01',
    subject: `CN=${name}`,
    issuer: issuer === undefined ? `CN=${name}` : new x509.X509Certificate(issuer.certificate).subject,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    signingAlgorithm: issuer === undefined ? algorithm : rsa,
    extensions: [
      new x509.BasicConstraintsExtension(issuer === undefined, undefined, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }]),
    ],
  });
  const privateKey = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string;
  return { certificate: created.toString('pem'), privateKey, keys };
}

import { createPrivateKey } from 'node:crypto';

/** A fresh key pair for a certificate; the private key can be written to a file. */
export type CertificateKeyPair = CryptoKeyPair;

/** Key kinds of certificates here: P-256 for servers and authorities, RSA for applications that sign PS256 or RS256 assertions. */
export type CertificateKeyKind = 'p-256' | 'rsa-2048';

const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const rsa2048 = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
};

/** Generates a key pair on the thread pool. */
export async function generateKeyPair(kind: CertificateKeyKind): Promise<CertificateKeyPair> {
  return (await crypto.subtle.generateKey(paramsOf(kind), true, ['sign', 'verify'])) as CertificateKeyPair;
}

/** Writes the private key as PKCS #8 PEM. */
export async function exportPrivateKeyPem(pair: CertificateKeyPair): Promise<string> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  return key.export({ format: 'pem', type: 'pkcs8' }) as string;
}

/** Reads a private key back so that a certificate can be signed with it. */
export async function importSigner(keyPem: string, kind: CertificateKeyKind): Promise<CryptoKey> {
  const pkcs8 = createPrivateKey(keyPem).export({ format: 'der', type: 'pkcs8' });
  return crypto.subtle.importKey('pkcs8', Uint8Array.from(pkcs8), paramsOf(kind), false, ['sign']);
}

function paramsOf(kind: CertificateKeyKind): typeof p256 | typeof rsa2048 {
  return kind === 'p-256' ? p256 : rsa2048;
}

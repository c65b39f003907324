import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { encodeBase64, encodeBase64url } from '@holdfast/core';

/** A client certificate with its key, read once. */
export interface ClientCertificate {
  readonly privateKey: KeyObject;
  /** base64url thumbprints of the certificate's DER. */
  readonly sha256: string;
  readonly sha1: string;
  /** base64 DER, the certificate first. */
  readonly chain: readonly string[];
}

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * Reads a certificate chain and its private key from PEM text.
 *
 * Not checked: the chain, validity dates and revocation, which are the authority's business.
 *
 * @param certificate - PEM, the client's own certificate first
 * @param privateKey - PEM, not encrypted
 * @throws TypeError when either cannot be read, or they do not belong together
 */
export function readCertificate(certificate: string, privateKey: string): ClientCertificate {
  const [leaf, ...issuers] = parseCertificates(certificate, 'clientCertificate.certificate');
  const key = parsePrivateKey(privateKey);
  if (leaf === undefined || !leaf.checkPrivateKey(key)) {
    throw new TypeError('clientCertificate.privateKey does not belong to the first certificate');
  }
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('clientCertificate.privateKey must be an RSA key');
  return {
    privateKey: key,
    sha256: encodeBase64url(createHash('sha256').update(leaf.raw).digest()),
    sha1: encodeBase64url(createHash('sha1').update(leaf.raw).digest()),
    chain: [leaf, ...issuers].map(({ raw }) => encodeBase64(raw)),
  };
}

/**
 * Reads every certificate of a PEM text.
 *
 * @param name - the option, for the message
 * @throws TypeError when there is none, or one cannot be read
 */
export function parseCertificates(pem: unknown, name: string): readonly X509Certificate[] {
  const blocks = typeof pem === 'string' ? (pem.match(pemBlock) ?? []) : [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {}
  throw new TypeError(`${name} must be PEM text with at least one certificate`);
}

function parsePrivateKey(pem: unknown): KeyObject {
  try {
    if (typeof pem === 'string') return createPrivateKey(pem);
  } catch {}
  // Without a cause: it could quote what was passed.
  throw new TypeError('clientCertificate.privateKey must be PEM text of a private key that is not encrypted');
}

import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type CertificateCode, CertificateInvalid } from '../errors/certificate-invalid.ts';

/** The blocks of a PEM text that a certificate is made from. */
export interface PemBlocks {
  readonly certificates: readonly string[];
  readonly privateKeys: readonly string[];
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const begin = /-----BEGIN /g;

/**
 * Takes PEM text apart; blocks of other kinds are passed over, as is text between them.
 *
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_TRUNCATED` when a block begins and does not end
 * @see RFC 7468 section 2
 */
export function findPemBlocks(text: string): PemBlocks {
  const blocks = [...text.matchAll(block)].map(([whole, label = '']) => ({ whole, label }));
  // A half-written file may hold a whole certificate and the beginning of the next: it is refused, not cut short.
  if ((text.match(begin)?.length ?? 0) !== blocks.length)
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_TRUNCATED');
  const ofKind = (suffix: string) => blocks.filter(({ label }) => label.endsWith(suffix)).map(({ whole }) => whole);
  return { certificates: ofKind('CERTIFICATE'), privateKeys: ofKind('PRIVATE KEY') };
}

/** @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_MALFORMED` */
export function readCertificateBlock(encoded: string | Uint8Array): X509Certificate {
  try {
    return new X509Certificate(encoded);
  } catch {
    // Without a cause: it could quote what was passed.
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_MALFORMED');
  }
}

/**
 * Reads a private key from a PEM block.
 *
 * @param password - opens an encrypted key
 * @throws {@link CertificateInvalid} `ERR_CLIENT_CERTIFICATE_PASSWORD`, `ERR_CLIENT_CERTIFICATE_ENCRYPTION`, `ERR_CLIENT_CERTIFICATE_KEY_MALFORMED`
 */
export function readKeyBlock(pem: string, password: string | undefined): KeyObject {
  const isEncrypted = pem.startsWith('-----BEGIN ENCRYPTED ') || pem.includes('Proc-Type: 4,ENCRYPTED');
  if (isEncrypted && password === undefined) {
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_PASSWORD', { detail: 'none was given' });
  }
  try {
    return createPrivateKey(isEncrypted ? { key: pem, passphrase: password } : pem);
  } catch (error) {
    // Without a cause: it could quote what was passed.
    throw new CertificateInvalid(isEncrypted ? wordDecryption(error) : 'ERR_CLIENT_CERTIFICATE_KEY_MALFORMED');
  }
}

// A wrong password shows as a failed decryption, or, once in 256 times, as bytes that are no key.
const wrongPassword = /BAD_DECRYPT|INTERRUPTED_OR_CANCELLED|PKCS12_CIPHERFINAL/;

function wordDecryption(error: unknown): CertificateCode {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (wrongPassword.test(code)) return 'ERR_CLIENT_CERTIFICATE_PASSWORD';
  return code.includes('UNSUPPORTED') ? 'ERR_CLIENT_CERTIFICATE_ENCRYPTION' : 'ERR_CLIENT_CERTIFICATE_KEY_MALFORMED';
}

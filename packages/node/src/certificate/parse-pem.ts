import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import { buildClientCertificate, type CertificateWithKey } from './client-certificate.ts';
import { findPemBlocks, readCertificateBlock, readKeyBlock } from './pem-blocks.ts';

/** Input of {@link parsePemCertificate}. */
export interface PemCertificate {
  /** PEM; the own certificate first, its issuers after it in any order. May hold the private key too. */
  readonly certificate: string;
  /** PEM of the private key. @default none: `certificate` holds it too */
  readonly privateKey?: string | undefined;
  /** Opens an encrypted private key. @default none: the key is not encrypted */
  readonly password?: string | undefined;
}

/**
 * Reads a client certificate from PEM text.
 *
 * Not checked: validity, purpose and revocation; see {@link checkCertificateUse}.
 *
 * @throws TypeError when `certificate` or `privateKey` is no text
 * @throws {@link CertificateInvalid}
 * @see RFC 7468
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { parsePemCertificate } from '@holdfast/node/mtls';
 *
 * const certificate = parsePemCertificate({
 *   certificate: readFileSync('client.pem', 'utf8'),
 *   privateKey: readFileSync('client.key', 'utf8'),
 * });
 * console.log(certificate.subject, certificate.x5tS256, new Date(certificate.notAfter * 1000));
 * ```
 */
export function parsePemCertificate({ certificate, privateKey, password }: PemCertificate): CertificateWithKey {
  if (typeof certificate !== 'string') throw new TypeError('certificate must be PEM text');
  if (privateKey !== undefined && typeof privateKey !== 'string') throw new TypeError('privateKey must be PEM text');
  const blocks = findPemBlocks(certificate);
  const keys = privateKey === undefined ? blocks.privateKeys : findKeys(privateKey);
  const [leaf, ...others] = blocks.certificates.map(readCertificateBlock);
  if (leaf === undefined)
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_MALFORMED', { detail: 'no certificate' });
  const [key, second] = keys;
  if (key === undefined) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MISSING');
  if (second !== undefined)
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MALFORMED', { detail: 'several keys' });
  return buildClientCertificate({ leaf, others, privateKey: readKeyBlock(key, password) });
}

function findKeys(text: string): readonly string[] {
  const { privateKeys } = findPemBlocks(text);
  if (privateKeys.length === 0)
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MALFORMED', { detail: 'no key' });
  return privateKeys;
}

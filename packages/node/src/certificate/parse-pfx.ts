import { decodeBase64 } from '@holdfast/core';
import { CertificateInvalid } from '../errors/certificate-invalid.ts';
import { openPfx } from '../pkcs12/open-pfx.ts';
import { buildClientCertificate, type CertificateWithKey } from './client-certificate.ts';

/** Input of {@link parsePfxCertificate}. */
export interface PfxCertificate {
  /** The file's bytes, or their base64. */
  readonly pfx: Uint8Array | string;
  /** Opens the file. @default the empty password */
  readonly password?: string | undefined;
}

/**
 * Reads a client certificate from a PKCS#12 (PFX) file.
 *
 * AES and triple DES are read. RC2, which Node has no cipher for, is refused with the command that converts the file.
 *
 * Not checked: validity, purpose and revocation; see {@link checkCertificateUse}.
 *
 * @throws TypeError when `pfx` is neither bytes nor text
 * @throws {@link CertificateInvalid}
 * @see RFC 7292
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { parsePfxCertificate } from '@holdfast/node/mtls';
 *
 * export const openCertificate = (password: string) =>
 *   parsePfxCertificate({ pfx: readFileSync('client.pfx'), password });
 * ```
 */
export function parsePfxCertificate({ pfx, password = '' }: PfxCertificate): CertificateWithKey {
  const { privateKeys, certificates } = openPfx(readBytes(pfx), password);
  const [privateKey, second] = privateKeys;
  if (privateKey === undefined) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MISSING');
  if (second !== undefined)
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MALFORMED', { detail: 'several keys' });
  if (certificates.length === 0)
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_MALFORMED', { detail: 'no certificate' });
  // The order of bags means nothing: the certificate is the one that the key belongs to.
  const leaf = certificates.find((certificate) => certificate.checkPrivateKey(privateKey));
  if (leaf === undefined) throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_KEY_MISMATCH');
  return buildClientCertificate({ leaf, others: certificates.filter((other) => other !== leaf), privateKey });
}

function readBytes(pfx: unknown): Uint8Array {
  if (pfx instanceof Uint8Array) return pfx;
  if (typeof pfx !== 'string') throw new TypeError('pfx must be bytes, or base64 text');
  try {
    return decodeBase64(pfx.replaceAll(/\s/g, ''));
  } catch {
    throw new CertificateInvalid('ERR_CLIENT_CERTIFICATE_MALFORMED', { detail: 'base64' });
  }
}

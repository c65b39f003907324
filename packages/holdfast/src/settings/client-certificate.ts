import { HoldfastError } from '@holdfast/core';
import type { CertificateWithKey } from '@holdfast/node/mtls';
import { InputRefused } from '../errors/input-refused.ts';
import type { CertificateContents } from './find-settings.ts';

/**
 * Makes a certificate of what its files hold.
 *
 * Not checked: its time and its purpose, which are looked at when it is used.
 *
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE`
 */
export async function openCertificate(contents: CertificateContents): Promise<CertificateWithKey> {
  // Loaded when there is a certificate: reading PFX takes libraries that most runs do without.
  const { parsePemCertificate, parsePfxCertificate } = await import('@holdfast/node/mtls');
  try {
    return contents.kind === 'pfx' ? parsePfxCertificate(contents) : parsePemCertificate(contents);
  } catch (cause) {
    const detail = contents.kind === 'pfx' ? '--pfx' : '--cert with --cert-key or --key, PEM and not encrypted';
    if (!(cause instanceof HoldfastError)) throw new InputRefused('ERR_SETTINGS_VALUE', { detail });
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: `${detail}: ${cause.code}`, cause });
  }
}

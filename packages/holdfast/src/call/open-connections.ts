import type { Transport } from '@holdfast/core';
import type { ClientCertificate } from '@holdfast/node/mtls';
import type { BoundFetchOptions } from '@holdfast/oauth';
import { InputRefused } from '../errors/input-refused.ts';
import { openCertificate } from '../settings/client-certificate.ts';
import { readCertificateFiles, type SettingsFlags } from '../settings/find-settings.ts';
import { openTransport } from '../settings/open-transport.ts';

/** How a token from a file travels: plainly, or on connections that present a certificate. */
export interface HeldConnections {
  readonly client: Pick<BoundFetchOptions['client'], 'presentCertificate'>;
  readonly transport?: Transport | undefined;
  readonly certificate?: ClientCertificate | undefined;
  close(): Promise<void>;
}

/**
 * Opens the connections for a token from a file.
 *
 * @param ca - PEM of the CA to trust, and no other; absent for those of the runtime
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE`, `ERR_SETTINGS_CREDENTIAL` where `mtls_pop` has no certificate
 */
export async function openConnections(
  flags: SettingsFlags & { readonly scheme: string },
  ca: string | undefined,
): Promise<HeldConnections> {
  if (flags.scheme !== 'mtls_pop') return { ...openTransport(ca), client: {} };
  const contents = await readCertificateFiles(flags);
  if (contents === undefined) {
    throw new InputRefused('ERR_SETTINGS_CREDENTIAL', { detail: 'mtls_pop needs --cert with --key, or --pfx' });
  }
  const certificate = await openCertificate(contents);
  const { createMtlsPool } = await import('@holdfast/node/mtls');
  const pool = createMtlsPool({ ca });
  return {
    certificate,
    client: { presentCertificate: () => pool.transport(certificate) },
    close: () => pool.close(),
  };
}

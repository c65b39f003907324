import { InputRefused } from '../errors/input-refused.ts';
import { readInput, readTextInput } from '../reading/read-input.ts';
import type { Environment } from './env-text.ts';
import { type AuthorityFlags, type FoundAuthority, findAuthority } from './find-authority.ts';

/** Flags that say which application acts, and how it authenticates. */
export interface SettingsFlags extends AuthorityFlags {
  readonly clientId?: string | undefined;
  readonly clientSecretFile?: string | undefined;
  readonly cert?: string | undefined;
  readonly certKey?: string | undefined;
  readonly pfx?: string | undefined;
  readonly pfxPasswordFile?: string | undefined;
}

/** A certificate with its key: what the files hold, not judged yet. */
export type CertificateContents =
  | { readonly kind: 'certificate'; readonly certificate: string; readonly privateKey: string }
  | { readonly kind: 'pfx'; readonly pfx: Uint8Array; readonly password: string | undefined };

/** How an application authenticates: the texts themselves. */
export type Credential = { readonly kind: 'secret'; readonly secret: string } | CertificateContents;

/** An application at its authority, with a credential. */
export interface Settings {
  /** `https://host/tenant`. */
  readonly authority: string;
  readonly clientId: string;
  readonly credential: Credential;
  /** PEM of the CA to trust, and no other; absent where the public ones are trusted. */
  readonly ca: string | undefined;
}

const longestFile = 65_536;

/**
 * Finds the application and its credential beside its authority.
 *
 * A credential by flag takes the place of the one that was found with the authority.
 *
 * @throws {@link InputRefused}
 */
export async function findSettings(flags: SettingsFlags, environment: Environment): Promise<Settings> {
  const found = await findAuthority(flags, environment);
  const clientId = flags.clientId ?? found.values['AZURE_CLIENT_ID'];
  if (clientId === undefined) throw new InputRefused('ERR_SETTINGS_AUTHORITY', { detail: 'no client id' });
  const credential = (await credentialOfFlags(flags)) ?? (await credentialOfPlace(found));
  return { authority: found.address, clientId, credential, ca: found.ca };
}

async function credentialOfFlags(flags: SettingsFlags): Promise<Credential | undefined> {
  const { clientSecretFile, cert, pfx } = flags;
  const given = [clientSecretFile, cert, pfx].filter((flag) => flag !== undefined);
  if (given.length > 1) throw new InputRefused('ERR_SETTINGS_CREDENTIAL');
  if (clientSecretFile !== undefined) return asSecret(await read(clientSecretFile, '--client-secret-file'));
  return readCertificateFiles(flags);
}

/**
 * Reads the files of a certificate that flags name.
 *
 * Not checked: what they hold.
 *
 * @throws {@link InputRefused} `ERR_SETTINGS_CREDENTIAL`, `ERR_INPUT_UNREADABLE`, `ERR_INPUT_TOO_LARGE`
 */
export async function readCertificateFiles(flags: SettingsFlags): Promise<CertificateContents | undefined> {
  const { cert, certKey, pfx, pfxPasswordFile } = flags;
  if ((cert === undefined) !== (certKey === undefined))
    throw new InputRefused('ERR_SETTINGS_CREDENTIAL', { detail: '--cert and its key belong together' });
  if (pfx === undefined && pfxPasswordFile !== undefined)
    throw new InputRefused('ERR_SETTINGS_CREDENTIAL', { detail: '--pfx-password-file is for --pfx' });
  if (pfx !== undefined) {
    const bytes = await readInput(pfx, { name: '--pfx', maxBytes: longestFile });
    const password = pfxPasswordFile === undefined ? undefined : await read(pfxPasswordFile, '--pfx-password-file');
    return { kind: 'pfx', pfx: bytes, password };
  }
  if (cert === undefined || certKey === undefined) return undefined;
  return {
    kind: 'certificate',
    certificate: await read(cert, '--cert'),
    privateKey: await read(certKey, 'the key of --cert'),
  };
}

async function credentialOfPlace({ values }: FoundAuthority): Promise<Credential> {
  const secret = values['AZURE_CLIENT_SECRET'];
  const file = values['AZURE_CLIENT_CERTIFICATE_PATH'];
  if ((secret === undefined) === (file === undefined)) throw new InputRefused('ERR_SETTINGS_CREDENTIAL');
  if (secret !== undefined) return asSecret(secret);
  // One file with both, as the Azure SDKs have it.
  const pem = await read(file ?? '', 'AZURE_CLIENT_CERTIFICATE_PATH');
  return { kind: 'certificate', certificate: pem, privateKey: pem };
}

function asSecret(secret: string): Credential {
  if (secret === '') throw new InputRefused('ERR_SETTINGS_CREDENTIAL', { detail: 'the secret is empty' });
  return { kind: 'secret', secret };
}

function read(path: string, name: string): Promise<string> {
  return readTextInput(path, { name, maxBytes: longestFile });
}

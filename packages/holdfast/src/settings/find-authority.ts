import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputRefused } from '../errors/input-refused.ts';
import { readTextInput } from '../reading/read-input.ts';
import { type Environment, parseEnvText } from './env-text.ts';

/** Flags that say where the authority is. */
export interface AuthorityFlags {
  readonly authority?: string | undefined;
  readonly tenant?: string | undefined;
  readonly envFile?: string | undefined;
  readonly data?: string | undefined;
  readonly ca?: string | undefined;
}

/** The authority, and the one place that it was found at: a credential of that place may go to it. */
export interface FoundAuthority {
  /** `https://host/tenant`, not judged yet. */
  readonly address: string;
  /** PEM of the CA to trust; absent where the public ones are trusted. */
  readonly ca: string | undefined;
  /** The other values of the same place; none for an authority that was named by flag. */
  readonly values: Environment;
}

const longestFile = 65_536;
const publicCloud = 'https://login.microsoftonline.com';

/**
 * Finds the authority: by `--authority`, else in `--env-file`, in the folder `--data`, in the environment, or in `.holdfast`.
 *
 * One place is chosen and the others are not looked at: a secret that was meant for one authority must never reach another.
 *
 * @param environment - variables of the process
 * @throws {@link InputRefused} `ERR_SETTINGS_AUTHORITY`, `ERR_ENV_FILE`, `ERR_INPUT_UNREADABLE`
 */
export async function findAuthority(flags: AuthorityFlags, environment: Environment): Promise<FoundAuthority> {
  const place = await choosePlace(flags, environment);
  const { values } = place;
  const tenant = flags.tenant ?? values['AZURE_TENANT_ID'];
  const host = (flags.authority ?? values['AZURE_AUTHORITY_HOST'] ?? publicCloud).replace(/\/$/, '');
  return { address: addTenant(host, tenant), ca: await readCa(flags, place), values };
}

interface Place {
  readonly values: Environment;
  /** Whether the values are those of this process: its extra CAs are trusted already. */
  readonly isProcess: boolean;
}

async function choosePlace({ authority, envFile, data }: AuthorityFlags, environment: Environment): Promise<Place> {
  const given = [authority, envFile, data].filter((flag) => flag !== undefined);
  if (given.length > 1)
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'one of --authority, --env-file and --data' });
  if (authority !== undefined) return { values: {}, isProcess: false };
  if (envFile !== undefined) return readPlace(envFile, '--env-file');
  if (data !== undefined) return readPlace(join(data, 'env'), '--data');
  if (environment['AZURE_TENANT_ID'] !== undefined || environment['AZURE_CLIENT_ID'] !== undefined) {
    return { values: environment, isProcess: true };
  }
  const local = join('.holdfast', 'env');
  if (existsSync(local)) return readPlace(local, local);
  throw new InputRefused('ERR_SETTINGS_AUTHORITY');
}

async function readPlace(path: string, name: string): Promise<Place> {
  return { values: parseEnvText(await readTextInput(path, { name, maxBytes: longestFile })), isProcess: false };
}

async function readCa({ ca }: AuthorityFlags, { values, isProcess }: Place): Promise<string | undefined> {
  const own = isProcess ? undefined : values['NODE_EXTRA_CA_CERTS'];
  const file = ca ?? own;
  if (file === undefined) return undefined;
  const name = ca === undefined ? 'NODE_EXTRA_CA_CERTS' : '--ca';
  return readTextInput(file, { name, maxBytes: 16 * longestFile });
}

// An address that names its tenant already is taken as it is.
function addTenant(host: string, tenant: string | undefined): string {
  if (!URL.canParse(host)) throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'the address of the authority' });
  const hasTenant = new URL(host).pathname !== '/';
  if (hasTenant || tenant === undefined) return host;
  return `${host}/${tenant}`;
}

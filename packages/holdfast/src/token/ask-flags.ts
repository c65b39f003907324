import type { JwsAlgorithm } from '@holdfast/core';
import { parseSchemeName } from '@holdfast/oauth';
import { InputRefused } from '../errors/input-refused.ts';
import { createKeyFile, type KeyFile, mayOthersRead, readKeyFile } from '../proof-key/key-file.ts';
import type { SettingsFlags } from '../settings/find-settings.ts';
import { tell } from '../terminal/report.ts';

/** How a token is asked for, in `holdfast token` and in `holdfast call`. */
export interface AskFlags extends SettingsFlags {
  readonly scope?: readonly string[] | undefined;
  readonly scheme: string;
  readonly key?: string | undefined;
  readonly newKey?: boolean | undefined;
  readonly alg?: JwsAlgorithm | undefined;
  readonly confirmation?: 'kid' | 'jwk' | undefined;
  readonly capability?: readonly string[] | undefined;
  readonly maxTime: number;
}

/**
 * Reads the flags of a token that is bound to a certificate. It has no key of its own: `--key` is that of `--cert`, as other tools have it.
 *
 * @returns the flags with the scheme in one spelling
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE`
 * @throws {@link SchemeUnknown}
 */
export async function readBinding<Flags extends AskFlags>(flags: Flags): Promise<Flags> {
  const scheme = parseSchemeName(flags.scheme);
  if (scheme !== 'mtls_pop') return { ...flags, scheme };
  const { key, newKey, alg, confirmation, cert, certKey, pfx } = flags;
  if (newKey !== undefined || alg !== undefined || confirmation !== undefined) {
    throw new InputRefused('ERR_SETTINGS_VALUE', {
      detail:
        '--new-key, --alg and --confirmation are for a key of the token’s own; with mtls_pop it is the certificate’s',
    });
  }
  if (key !== undefined && (certKey !== undefined || cert === undefined)) {
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--key is the key of --cert, and --cert-key the same' });
  }
  await warnWhereExposed(certKey ?? key ?? pfx);
  return { ...flags, scheme, certKey: certKey ?? key, key: undefined };
}

async function warnWhereExposed(path: string | undefined): Promise<void> {
  if (path !== undefined && (await mayOthersRead(path).catch(() => false))) tell(exposed);
}

const exposed =
  'Others than its owner may read the key file; whoever has the key can use its tokens. Run chmod 600 on it.';

/**
 * Opens the proof key that the flags name, or makes it.
 *
 * @throws {@link InputRefused}
 */
export async function openKey(
  flags: Pick<AskFlags, 'scheme' | 'key' | 'newKey' | 'alg'>,
): Promise<KeyFile | undefined> {
  const { scheme, key, newKey, alg } = flags;
  if (scheme === 'bearer' && key !== undefined)
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--key is of no use to a bearer token' });
  // With `-` it would be a file of that name, and `--key -` reads stdin.
  if (newKey === true && (key === undefined || key === '-'))
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--new-key needs --key with the name of a file' });
  if (key === undefined) return undefined;
  const file = newKey === true ? await createKeyFile(key, alg ?? 'ES256') : await readKeyFile(key, alg);
  if (file.isExposed) tell(exposed);
  return file;
}

/** The scopes that were asked for. @throws {@link InputRefused} where there is none */
export function requireScopes({ scope }: Pick<AskFlags, 'scope'>): readonly string[] {
  if (scope !== undefined && scope.length > 0) return scope;
  throw new InputRefused('ERR_SETTINGS_VALUE', {
    detail: '--scope is missing; for the sample API it is api://orders/.default',
  });
}

/** The client calls a wrong option a mistake of the programmer; here it is one of the user, whose flags they were. */
export function refusedSetting(error: unknown): unknown {
  return error instanceof TypeError ? new InputRefused('ERR_SETTINGS_VALUE', { detail: error.message }) : error;
}

import type { JwsAlgorithm } from '@holdfast/core';
import { InputRefused } from '../errors/input-refused.ts';
import { createKeyFile, type KeyFile, readKeyFile } from '../proof-key/key-file.ts';
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
 * Opens the proof key that the flags name, or makes it.
 *
 * @throws {@link InputRefused}
 */
export async function openKey(
  flags: Pick<AskFlags, 'scheme' | 'key' | 'newKey' | 'alg'>,
): Promise<KeyFile | undefined> {
  const { scheme, key, newKey, alg } = flags;
  const isBearer = scheme.toLowerCase() === 'bearer';
  if (isBearer && key !== undefined)
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--key is of no use to a bearer token' });
  // With `-` it would be a file of that name, and `--key -` reads stdin.
  if (newKey === true && (key === undefined || key === '-'))
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--new-key needs --key with the name of a file' });
  if (key === undefined) return undefined;
  const file = newKey === true ? await createKeyFile(key, alg ?? 'ES256') : await readKeyFile(key, alg);
  if (file.isExposed)
    tell('Others than its owner may read the key file; whoever has the key can use its tokens. Run chmod 600 on it.');
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

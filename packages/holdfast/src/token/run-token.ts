import type { JwsAlgorithm } from '@holdfast/core';
import type { TokenResult } from '@holdfast/oauth';
import { exitCodes } from '../errors/exit-codes.ts';
import { InputRefused } from '../errors/input-refused.ts';
import { createKeyFile, type KeyFile, readKeyFile } from '../proof-key/key-file.ts';
import type { Environment } from '../settings/env-text.ts';
import { findSettings, type Settings, type SettingsFlags } from '../settings/find-settings.ts';
import { toPrintableJson } from '../terminal/printable.ts';
import { reportRefusal, tell } from '../terminal/report.ts';
import { openClient } from './open-client.ts';
import { readTokenFacts } from './token-facts.ts';
import { buildTokenJson, buildTokenTable } from './token-report.ts';

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

/** What `holdfast token` was asked for. */
export interface TokenFlags extends AskFlags {
  readonly claims?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Acquires one access token: the token alone on stdout, what is to know about it on stderr; with `json` one object on stdout.
 *
 * @returns the exit code
 */
export async function runToken(flags: TokenFlags, environment: Environment): Promise<number> {
  try {
    const scopes = requireScopes(flags);
    const settings = await findSettings(flags, environment);
    // A key is made only when everything else is at hand: the next attempt could not make it again.
    const keyFile = await openKey(flags);
    const token = await acquire(flags, { scopes, settings, keyFile });
    const facts = await readTokenFacts(token.accessToken);
    const report = { token, facts, keyFile: keyFile === undefined ? undefined : flags.key };
    if (flags.json === true) {
      process.stdout.write(`${toPrintableJson(buildTokenJson(report))}\n`);
    } else {
      process.stderr.write(buildTokenTable(report, Math.floor(Date.now() / 1000)));
      process.stdout.write(`${token.accessToken}\n`);
    }
    return exitCodes.ok;
  } catch (error) {
    return reportRefusal(error, { command: 'holdfast token', json: flags.json === true });
  }
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
  if (newKey === true && key === undefined)
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: '--new-key needs --key' });
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

async function acquire(
  { scheme, confirmation, claims, capability, alg, maxTime }: TokenFlags,
  asked: { readonly scopes: readonly string[]; readonly settings: Settings; readonly keyFile: KeyFile | undefined },
): Promise<TokenResult> {
  const { client, close } = await openClient({
    settings: asked.settings,
    key: asked.keyFile?.key,
    algorithm: alg,
    capabilities: capability ?? [],
    timeoutMs: maxTime * 1000,
  });
  try {
    const { scopes } = asked;
    return await client.acquireTokenForClient({ scopes, authenticationScheme: scheme, confirmation, claims });
  } catch (error) {
    throw refusedSetting(error);
  } finally {
    await close();
  }
}

/** The client calls a wrong option a mistake of the programmer; here it is one of the user, whose flags they were. */
export function refusedSetting(error: unknown): unknown {
  return error instanceof TypeError ? new InputRefused('ERR_SETTINGS_VALUE', { detail: error.message }) : error;
}

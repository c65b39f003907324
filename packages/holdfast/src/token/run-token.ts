import type { TokenResult } from '@holdfast/oauth';
import { exitCodes } from '../errors/exit-codes.ts';
import type { KeyFile } from '../proof-key/key-file.ts';
import type { Environment } from '../settings/env-text.ts';
import { findSettings, type Settings } from '../settings/find-settings.ts';
import { toPrintableJson } from '../terminal/printable.ts';
import { reportRefusal } from '../terminal/report.ts';
import { type AskFlags, openKey, readBinding, refusedSetting, requireScopes } from './ask-flags.ts';
import { openCertificateClient } from './open-certificate-client.ts';
import { openClient } from './open-client.ts';
import { readTokenFacts } from './token-facts.ts';
import { buildTokenJson, buildTokenTable } from './token-report.ts';

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
export async function runToken(given: TokenFlags, environment: Environment): Promise<number> {
  try {
    const flags = await readBinding(given);
    const scopes = requireScopes(flags);
    const settings = await findSettings(flags, environment);
    // A key is made only when everything else is at hand: the next attempt could not make it again.
    const keyFile = await openKey(flags);
    const token = await acquire(flags, { scopes, settings, keyFile });
    const facts = await readTokenFacts(token.accessToken);
    const report = { token, facts, keyFile: flags.key ?? flags.certKey ?? flags.pfx };
    if (flags.json === true) {
      process.stdout.write(`${toPrintableJson(buildTokenJson(report))}\n`);
    } else {
      process.stderr.write(buildTokenTable(report, Math.floor(Date.now() / 1000)));
      process.stdout.write(`${token.accessToken}\n`);
    }
    return exitCodes.ok;
  } catch (error) {
    return reportRefusal(error, { command: 'holdfast token', json: given.json === true });
  }
}

async function acquire(
  { scheme, confirmation, claims, capability, alg, maxTime }: TokenFlags,
  asked: { readonly scopes: readonly string[]; readonly settings: Settings; readonly keyFile: KeyFile | undefined },
): Promise<TokenResult> {
  const { settings, keyFile } = asked;
  const options = { settings, capabilities: capability ?? [], timeoutMs: maxTime * 1000 };
  const { client, close } = await (scheme === 'mtls_pop'
    ? openCertificateClient(options)
    : openClient({ ...options, key: keyFile?.key, algorithm: alg }));
  try {
    const { scopes } = asked;
    return await client.acquireTokenForClient({ scopes, authenticationScheme: scheme, confirmation, claims });
  } catch (error) {
    throw refusedSetting(error);
  } finally {
    await close();
  }
}

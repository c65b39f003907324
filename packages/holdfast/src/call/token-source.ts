import type { BoundFetchOptions } from '@holdfast/oauth';
import { readTextInput } from '../reading/read-input.ts';
import type { Environment } from '../settings/env-text.ts';
import { findSettings } from '../settings/find-settings.ts';
import { type OpenTransport, openTransport } from '../settings/open-transport.ts';
import { openKey, requireScopes } from '../token/ask-flags.ts';
import { openClient } from '../token/open-client.ts';
import type { CallFlags } from './call-flags.ts';
import { holdToken } from './held-token.ts';
import { type Narrator, narrateEvent } from './watch.ts';

/** Where the token comes from. */
export interface TokenSource extends OpenTransport {
  readonly client: BoundFetchOptions['client'];
  readonly scopes: readonly string[];
}

/** What a source is opened in. */
export interface Surroundings {
  readonly environment: Environment;
  readonly narrate: Narrator;
}

/**
 * Opens where the token comes from: a file with `--token-file`, else a client that acquires it.
 *
 * @throws {@link InputRefused} for settings or files that cannot be used
 * @throws {@link CallRefused} as {@link holdToken} does
 */
export async function openSource(flags: CallFlags, { environment, narrate }: Surroundings): Promise<TokenSource> {
  if (flags.tokenFile !== undefined) return openHeldToken(flags, narrate);
  const scopes = requireScopes(flags);
  const settings = await findSettings(flags, environment);
  const keyFile = await openKey(flags);
  const opened = await openClient({
    settings,
    key: keyFile?.key,
    algorithm: flags.alg,
    capabilities: flags.capability ?? [],
    timeoutMs: flags.maxTime * 1000,
    events: (event) => {
      const step = narrateEvent(event);
      if (step !== undefined) narrate(step);
    },
  });
  return { ...opened, scopes };
}

async function openHeldToken(flags: CallFlags, narrate: Narrator): Promise<TokenSource> {
  const { tokenFile = '-', ca } = flags;
  const accessToken = await readTextInput(tokenFile, { name: '--token-file', maxBytes: 65_536 });
  const keyFile = await openKey(flags);
  const isBearer = flags.scheme.toLowerCase() === 'bearer';
  const client = await holdToken({ accessToken, key: keyFile?.key, isBearer });
  narrate(
    `token from ${tokenFile === '-' ? 'stdin' : 'a file'}, bound to ${keyFile?.key.thumbprint ?? 'nothing (bearer)'}`,
  );
  const pem = ca === undefined ? undefined : await readTextInput(ca, { name: '--ca', maxBytes: 1_048_576 });
  return { ...openTransport(pem), client, scopes: ['held'] };
}

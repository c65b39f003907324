import type { Transport } from '@holdfast/core';
import type { BoundFetchOptions, ClientEvent } from '@holdfast/oauth';
import { readTextInput } from '../reading/read-input.ts';
import type { Environment } from '../settings/env-text.ts';
import { findSettings } from '../settings/find-settings.ts';
import { openKey, requireScopes } from '../token/ask-flags.ts';
import { openCertificateClient } from '../token/open-certificate-client.ts';
import { openClient } from '../token/open-client.ts';
import type { CallFlags } from './call-flags.ts';
import { holdToken } from './held-token.ts';
import { openConnections } from './open-connections.ts';
import { type Narrator, narrateEvent } from './watch.ts';

/** Where the token comes from, and how requests travel with it. */
export interface TokenSource {
  readonly client: BoundFetchOptions['client'];
  readonly scopes: readonly string[];
  /** Reaches the API; absent where the client presents a certificate to it. */
  readonly transport?: Transport | undefined;
  close(): Promise<void>;
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
  const options = {
    settings,
    capabilities: flags.capability ?? [],
    timeoutMs: flags.maxTime * 1000,
    events: (event: ClientEvent) => {
      const step = narrateEvent(event);
      if (step !== undefined) narrate(step);
    },
  };
  const opened =
    flags.scheme === 'mtls_pop'
      ? await openCertificateClient(options)
      : await openClient({ ...options, key: keyFile?.key, algorithm: flags.alg });
  return { ...opened, scopes };
}

async function openHeldToken(flags: CallFlags, narrate: Narrator): Promise<TokenSource> {
  const { tokenFile = '-', ca } = flags;
  const accessToken = await readTextInput(tokenFile, { name: '--token-file', maxBytes: 65_536 });
  const keyFile = await openKey(flags);
  const pem = ca === undefined ? undefined : await readTextInput(ca, { name: '--ca', maxBytes: 1_048_576 });
  const { certificate, ...connections } = await openConnections(flags, pem);
  try {
    const isBearer = flags.scheme === 'bearer';
    const held = await holdToken({ accessToken, key: keyFile?.key, certificate, isBearer });
    const bound = certificate === undefined ? keyFile?.key.thumbprint : `certificate ${certificate.x5tS256}`;
    narrate(`token from ${tokenFile === '-' ? 'stdin' : 'a file'}, bound to ${bound ?? 'nothing (bearer)'}`);
    return { ...connections, client: { ...connections.client, ...held }, scopes: ['held'] };
  } catch (error) {
    await connections.close();
    throw error;
  }
}

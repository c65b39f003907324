import { createEventSink, HoldfastError, type JwsAlgorithm, type SigningKey } from '@holdfast/core';
import { createNodeSigningKey, generateNodeKey } from '@holdfast/node';
import {
  type ClientCredential,
  type ClientEvent,
  createCertificateCredential,
  createSecretCredential,
  createTokenClient,
  parseAuthority,
  type TokenClient,
} from '@holdfast/oauth';
import { InputRefused } from '../errors/input-refused.ts';
import { openCertificate } from '../settings/client-certificate.ts';
import type { Credential, Settings } from '../settings/find-settings.ts';
import { type OpenTransport, openTransport } from '../settings/open-transport.ts';

/** A client for one run of a command; its transport reaches the authority, and an API under the same CA. */
export interface OpenClient extends OpenTransport {
  readonly client: TokenClient;
}

/** What a client is opened with. */
export interface OpenClientOptions {
  readonly settings: Settings;
  /** The key from a file; without it one is made, which dies with the process. */
  readonly key?: SigningKey | undefined;
  readonly algorithm?: JwsAlgorithm | undefined;
  readonly capabilities: readonly string[];
  readonly timeoutMs: number;
  readonly events?: ((event: ClientEvent) => void) | undefined;
}

/**
 * Assembles a client from the rooms that the client package is made of, because a key from a file takes the place of generated ones.
 *
 * @throws {@link InputRefused} `ERR_SETTINGS_VALUE` for an authority or a credential that cannot be used
 */
export async function openClient(options: OpenClientOptions): Promise<OpenClient> {
  const { settings, key, algorithm = 'ES256', capabilities, timeoutMs } = options;
  const { transport, close } = openTransport(settings.ca);
  const client = createTokenClient({
    authority: readAuthority(settings.authority),
    clientId: settings.clientId,
    credential: await openCredential(settings.credential),
    capabilities,
    trustedOrigins: new Set(),
    transport,
    clock: Date.now,
    emit: createEventSink(options.events),
    timeoutMs,
    maxCacheEntries: 16,
    proofKeys: {
      generate: async () => key ?? (await generateNodeKey(algorithm)),
      poolSize: 1,
      perTenant: false,
      lifetimeSeconds: 86_400,
      maxTenants: 1,
    },
  });
  return {
    client,
    transport,
    async close() {
      client.close();
      await close();
    },
  };
}

async function openCredential(credential: Credential): Promise<ClientCredential> {
  if (credential.kind === 'secret') return createSecretCredential(credential.secret);
  const { privateKey, x5tS256 } = await openCertificate(credential);
  try {
    return createCertificateCredential({
      key: await createNodeSigningKey('PS256', privateKey),
      reference: { 'x5t#S256': x5tS256 },
      clock: Date.now,
    });
  } catch (cause) {
    if (!(cause instanceof HoldfastError)) throw cause;
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'the key of the certificate must be RSA', cause });
  }
}

function readAuthority(address: string): ReturnType<typeof parseAuthority> {
  try {
    return parseAuthority(address);
  } catch {
    // The platform's message may quote what it was given.
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'the authority must be https://host/tenant' });
  }
}

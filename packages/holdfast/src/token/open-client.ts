import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { createEventSink, encodeBase64url, HoldfastError, type JwsAlgorithm, type SigningKey } from '@holdfast/core';
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
    authority: asSetting(() => parseAuthority(settings.authority), 'the authority must be https://host/tenant'),
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
  const { certificate, privateKey } = credential;
  const read = asSetting(() => {
    const leaf = new X509Certificate(certificate);
    const key = createPrivateKey(privateKey);
    if (!leaf.checkPrivateKey(key)) throw new TypeError('they do not belong together');
    return { leaf, key };
  }, '--cert and --cert-key must be PEM of a certificate and its unencrypted private key');
  const sha256 = createHash('sha256').update(read.leaf.raw).digest();
  try {
    return createCertificateCredential({
      key: await createNodeSigningKey('PS256', read.key),
      reference: { 'x5t#S256': encodeBase64url(sha256) },
      clock: Date.now,
    });
  } catch (cause) {
    if (!(cause instanceof HoldfastError)) throw cause;
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail: 'the key of the certificate must be RSA', cause });
  }
}

function asSetting<T>(read: () => T, detail: string): T {
  try {
    return read();
  } catch {
    // The platform's message may quote what it was given.
    throw new InputRefused('ERR_SETTINGS_VALUE', { detail });
  }
}

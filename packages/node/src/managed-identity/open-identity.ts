import type { Clock, EventSink } from '@holdfast/core';
import type { ClientEvent, TokenStore } from '@holdfast/oauth';
import { createTokenRequestHeaders } from '../client-headers/token-request-headers.ts';
import { libraryHeaders } from '../client-headers/who-asks.ts';
import { ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';
import {
  createManagedIdentityCertificate,
  type ManagedIdentityCertificate,
} from '../managed-identity-certificate/managed-identity-certificate.ts';
import {
  type ManagedIdentitySource,
  openManagedIdentitySource,
} from '../managed-identity-source/managed-identity-source.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import { nameSource } from './name-source.ts';
import type { ParsedIdentityOptions } from './parse-options.ts';

/** An identity with everything that its tokens come from; nothing was sent yet. */
export interface OpenIdentity {
  readonly source: ManagedIdentitySource;
  /** Absent for a source that gives no certificates. */
  readonly certificate: ManagedIdentityCertificate | undefined;
  readonly bearerOverCertificate: boolean;
  /** Presents certificates. */
  readonly pool: MtlsPool;
  /** Closes what was opened for this client. */
  close(): Promise<void>;
  readonly capabilities: readonly string[];
  /** Names source, identity and application, each with its own boundaries. */
  readonly partition: string;
  readonly tokenStore: TokenStore | undefined;
  readonly clock: Clock;
  readonly emit: EventSink<ClientEvent>;
  readonly timeoutMs: number;
  readonly maxCacheEntries: number;
}

/**
 * Finds and opens the source of an identity, and its certificate where the source gives one.
 *
 * @throws {@link ManagedIdentityUnusable} when the source that the environment names cannot be used, or gives no certificates and they were asked for
 */
export function openIdentity(options: ParsedIdentityOptions): OpenIdentity {
  const { identity, certificates, application, capabilities, tokenStore, clock, timeoutMs, maxCacheEntries } = options;
  const { emit } = options;
  const { bearerOverCertificate, pool } = certificates;
  const source = openManagedIdentitySource({ ...options, events: emit });
  if (bearerOverCertificate && source.imds === undefined)
    throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_CERTIFICATE', { source: source.name });
  const name = identity.kind === 'system' ? '' : identity.value;
  const way = bearerOverCertificate ? ['over certificate'] : [];
  const partition = JSON.stringify(['managed identity', application, source.name, identity.kind, name, ...way]);
  const named = nameSource({ emit, source: source.name, bearerOverCertificate });
  const engine = { capabilities, partition, tokenStore, clock, emit: named, timeoutMs, maxCacheEntries };
  const close = async (): Promise<void> => {
    await Promise.all([source.close(), certificates.close()]);
  };
  return Object.freeze({
    ...engine,
    source,
    certificate: createCertificate(source, options),
    bearerOverCertificate,
    pool,
    close,
  });
}

function createCertificate(
  { imds }: ManagedIdentitySource,
  { certificates, sendClientHeaders, ...options }: ParsedIdentityOptions,
): ManagedIdentityCertificate | undefined {
  if (imds === undefined) return undefined;
  const client = options.identity.kind === 'system' ? 'system-assigned' : 'user-assigned';
  const isCacheShared = options.tokenStore !== undefined;
  return createManagedIdentityCertificate({
    ...options,
    ...certificates,
    headers: sendClientHeaders ? createTokenRequestHeaders({ client, isCacheShared }) : undefined,
    imdsHeaders: sendClientHeaders ? libraryHeaders : {},
    imdsBase: imds.base,
    transport: imds.transport,
  });
}

import { type Clock, createEventSink, type EventSink } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { ClientEvent, TokenStore } from '@holdfast/oauth';
import { createTokenRequestHeaders } from '../client-headers/token-request-headers.ts';
import { libraryHeaders } from '../client-headers/who-asks.ts';
import { ManagedIdentityUnusable } from '../errors/managed-identity-errors.ts';
import {
  createManagedIdentityCertificate,
  type ManagedIdentityCertificate,
} from '../managed-identity-certificate/managed-identity-certificate.ts';
import {
  type ManagedIdentityId,
  type ManagedIdentitySource,
  openManagedIdentitySource,
} from '../managed-identity-source/managed-identity-source.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import { wholeNumber } from '../options/whole-number.ts';
import type { ManagedIdentityClientOptions, ManagedIdentityIdParams } from './client-options.ts';
import { nameSource } from './name-source.ts';
import { certificateOptionNames, parseCertificateOptions } from './parse-certificate-options.ts';

/** The table of defaults; each is explained at its option. */
const defaults = { timeoutMs: 10_000, maxCachedTokens: 10_000 } as const;

const optionNames: ReadonlySet<string> = new Set<keyof ManagedIdentityClientOptions>([
  'managedIdentityIdParams',
  'clientCapabilities',
  'appServiceRevocation',
  'environment',
  'transport',
  'clock',
  'events',
  'timeoutMs',
  'sendClientHeaders',
  'disableInternalRetries',
  'maxCachedTokens',
  'tokenStore',
  'tokenStorePartition',
  ...certificateOptionNames,
]);

const idKinds = {
  userAssignedClientId: 'client-id',
  userAssignedObjectId: 'object-id',
  userAssignedResourceId: 'resource-id',
} as const satisfies Readonly<Record<keyof ManagedIdentityIdParams, ManagedIdentityId['kind']>>;

/** The options with no questions left. */
export interface ParsedOptions {
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
 * Reads the options of a managed identity client: checks every one, fills in the defaults, finds and opens the source.
 *
 * @throws TypeError for a wrong, missing, contradictory or unknown option
 * @throws {@link ManagedIdentityUnusable} when the source that the environment names cannot be used
 */
export function parseIdentityOptions(options: ManagedIdentityClientOptions): ParsedOptions {
  checkOptionNames(options, optionNames);
  const { environment, appServiceRevocation } = options;
  const identity = parseIdentity(options.managedIdentityIdParams);
  const capabilities = parseCapabilities(options.clientCapabilities);
  const clock = optionalFunction(options.clock, 'clock') ?? Date.now;
  const emit = createEventSink(optionalFunction(options.events, 'events'));
  const transport = optionalFunction(options.transport, 'transport');
  const timeoutMs = wholeNumber(options.timeoutMs ?? defaults.timeoutMs, 'timeoutMs');
  const maxCacheEntries = wholeNumber(options.maxCachedTokens ?? defaults.maxCachedTokens, 'maxCachedTokens');
  const retries = !flag(options.disableInternalRetries, 'disableInternalRetries');
  const sendsHeaders = flag(options.sendClientHeaders ?? true, 'sendClientHeaders');
  const tokenStore = parseTokenStore(options.tokenStore);
  const application = parsePartition(options.tokenStorePartition, tokenStore);
  if (environment !== undefined && (typeof environment !== 'object' || environment === null)) {
    throw new TypeError('environment must be an object');
  }
  const certificates = parseCertificateOptions(options, { clock, emit });
  const { bearerOverCertificate, pool } = certificates;
  const source = openManagedIdentitySource({
    identity,
    environment,
    appServiceRevocation: flag(appServiceRevocation, 'appServiceRevocation'),
    sendClientHeaders: sendsHeaders,
    retries,
    timeoutMs,
    clock,
    transport,
    events: emit,
  });
  if (bearerOverCertificate && source.imds === undefined)
    throw new ManagedIdentityUnusable('ERR_MANAGED_IDENTITY_CERTIFICATE', { source: source.name });
  // A clock that was given decides about pauses as well; that of the wall may jump.
  const elapsed = options.clock === undefined ? () => performance.now() : clock;
  const client = identity.kind === 'system' ? 'system-assigned' : 'user-assigned';
  const headers = sendsHeaders
    ? createTokenRequestHeaders({ client, isCacheShared: tokenStore !== undefined })
    : undefined;
  const imdsHeaders = sendsHeaders ? libraryHeaders : {};
  const shared = {
    ...certificates,
    headers,
    imdsHeaders,
    identity,
    capabilities,
    retries,
    timeoutMs,
    clock,
    elapsed,
    emit,
  };
  const certificate =
    source.imds === undefined
      ? undefined
      : createManagedIdentityCertificate({
          ...shared,
          imdsBase: source.imds.base,
          transport: source.imds.transport,
        });
  const close = async (): Promise<void> => {
    await Promise.all([source.close(), certificates.close()]);
  };
  const name = identity.kind === 'system' ? '' : identity.value;
  const way = bearerOverCertificate ? ['over certificate'] : [];
  const partition = JSON.stringify(['managed identity', application, source.name, identity.kind, name, ...way]);
  const named = nameSource({ emit, source: source.name, bearerOverCertificate });
  const engine = { capabilities, partition, tokenStore, clock, emit: named, timeoutMs, maxCacheEntries };
  return Object.freeze({ ...engine, source, certificate, bearerOverCertificate, pool, close });
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const resourceId = /^\/subscriptions\/[\x21-\x7E]{1,2000}$/i;

function parseIdentity(params: ManagedIdentityIdParams | undefined): ManagedIdentityId {
  if (params === undefined) return { kind: 'system' };
  checkOptionNames(params, new Set(Object.keys(idKinds)), 'managedIdentityIdParams');
  const names = (Object.keys(idKinds) as (keyof ManagedIdentityIdParams)[]).filter((id) => params[id] !== undefined);
  const [name] = names;
  // An id that was meant to be there and is not would be answered with the token of another identity.
  if (name === undefined || names.length > 1) throw new TypeError('managedIdentityIdParams must hold exactly one id');
  const value: unknown = params[name];
  const kind = idKinds[name];
  const pattern = kind === 'resource-id' ? resourceId : guid;
  if (typeof value !== 'string' || !pattern.test(value)) {
    throw new TypeError(
      `${name} must be ${kind === 'resource-id' ? 'a path that begins with /subscriptions/' : 'a GUID'}`,
    );
  }
  return { kind, value: kind === 'resource-id' ? value : value.toLowerCase() };
}

function parseCapabilities(capabilities: unknown): readonly string[] {
  const list: unknown = capabilities ?? [];
  // They are joined by commas on their way.
  const isName = (name: unknown): boolean => typeof name === 'string' && /^[A-Za-z0-9._-]{1,64}$/.test(name);
  if (!Array.isArray(list) || !list.every(isName)) {
    throw new TypeError('clientCapabilities must be an array of names such as cp1');
  }
  return Object.freeze([...list]);
}

function parseTokenStore(store: TokenStore | undefined): TokenStore | undefined {
  const isStore = store === undefined || (typeof store?.read === 'function' && typeof store.write === 'function');
  if (!isStore) throw new TypeError('tokenStore must have read and write');
  return store;
}

function parsePartition(partition: unknown, store: TokenStore | undefined): string {
  if ((partition === undefined) !== (store === undefined)) {
    throw new TypeError('tokenStore and tokenStorePartition belong together');
  }
  if (partition === undefined) return '';
  if (typeof partition !== 'string' || !/^[\x20-\x7E]{1,256}$/.test(partition)) {
    throw new TypeError('tokenStorePartition must be 1 to 256 printable characters');
  }
  return partition;
}

function flag(value: unknown, name: string): boolean {
  if (value !== undefined && typeof value !== 'boolean') throw new TypeError(`${name} must be true or false`);
  return value === true;
}

function optionalFunction<F extends (...args: never[]) => unknown>(value: F | undefined, name: string): F | undefined {
  if (value !== undefined && typeof value !== 'function') throw new TypeError(`${name} must be a function`);
  return value;
}

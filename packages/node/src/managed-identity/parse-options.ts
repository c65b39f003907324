import { type Clock, createEventSink, type EventSink } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { ClientEvent, TokenStore } from '@holdfast/oauth';
import {
  type ManagedIdentityId,
  type ManagedIdentitySource,
  openManagedIdentitySource,
} from '../managed-identity-source/managed-identity-source.ts';
import { wholeNumber } from '../options/whole-number.ts';
import type { ManagedIdentityClientOptions, ManagedIdentityIdParams } from './client-options.ts';

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
  'disableInternalRetries',
  'maxCachedTokens',
  'tokenStore',
  'tokenStorePartition',
]);

const idKinds = {
  userAssignedClientId: 'client-id',
  userAssignedObjectId: 'object-id',
  userAssignedResourceId: 'resource-id',
} as const satisfies Readonly<Record<keyof ManagedIdentityIdParams, ManagedIdentityId['kind']>>;

/** The options with no questions left. */
export interface ParsedOptions {
  readonly source: ManagedIdentitySource;
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
  const tokenStore = parseTokenStore(options.tokenStore);
  const application = parsePartition(options.tokenStorePartition, tokenStore);
  if (environment !== undefined && (typeof environment !== 'object' || environment === null)) {
    throw new TypeError('environment must be an object');
  }
  const source = openManagedIdentitySource({
    identity,
    environment,
    appServiceRevocation: flag(appServiceRevocation, 'appServiceRevocation'),
    retries,
    timeoutMs,
    clock,
    transport,
  });
  const name = identity.kind === 'system' ? '' : identity.value;
  const partition = JSON.stringify(['managed identity', application, source.name, identity.kind, name]);
  return Object.freeze({ source, capabilities, partition, tokenStore, clock, emit, timeoutMs, maxCacheEntries });
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

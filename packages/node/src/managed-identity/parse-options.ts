import { type Clock, createEventSink, type EventSink, type Transport } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { TokenStore } from '@holdfast/oauth';
import type { ManagedIdentityId } from '../managed-identity-source/managed-identity-source.ts';
import { optionalFunction } from '../options/optional-function.ts';
import { parseTokenStore } from '../options/token-store.ts';
import { wholeNumber } from '../options/whole-number.ts';
import type { ManagedIdentityClientOptions, ManagedIdentityEvent } from './client-options.ts';
import {
  certificateOptionNames,
  type ParsedCertificateOptions,
  parseCertificateOptions,
} from './parse-certificate-options.ts';
import { parseIdentity } from './parse-identity.ts';

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

/** The options with no questions left. */
export interface ParsedIdentityOptions {
  readonly identity: ManagedIdentityId;
  /** @default those of this process */
  readonly environment: ManagedIdentityClientOptions['environment'];
  readonly appServiceRevocation: boolean;
  readonly sendClientHeaders: boolean;
  readonly retries: boolean;
  /** @default connections of the source's own */
  readonly transport: Transport | undefined;
  readonly certificates: ParsedCertificateOptions;
  readonly capabilities: readonly string[];
  /** Names the application in the token store; the empty text without one. */
  readonly application: string;
  readonly tokenStore: TokenStore | undefined;
  readonly clock: Clock;
  /** Milliseconds that pass evenly. */
  readonly elapsed: () => number;
  readonly emit: EventSink<ManagedIdentityEvent>;
  readonly timeoutMs: number;
  readonly maxCacheEntries: number;
}

/**
 * Reads the options of a managed identity client: checks every one and fills in the defaults. The environment is not looked at yet.
 *
 * @throws TypeError for a wrong, missing, contradictory or unknown option
 */
export function parseIdentityOptions(options: ManagedIdentityClientOptions): ParsedIdentityOptions {
  checkOptionNames(options, optionNames);
  const { environment } = options;
  const identity = parseIdentity(options.managedIdentityIdParams);
  const capabilities = parseCapabilities(options.clientCapabilities);
  const clock = optionalFunction(options.clock, 'clock') ?? Date.now;
  const emit = createEventSink(optionalFunction(options.events, 'events'));
  const tokenStore = parseTokenStore(options.tokenStore);
  if (environment !== undefined && (typeof environment !== 'object' || environment === null)) {
    throw new TypeError('environment must be an object');
  }
  return Object.freeze({
    identity,
    environment,
    appServiceRevocation: flag(options.appServiceRevocation, 'appServiceRevocation'),
    sendClientHeaders: flag(options.sendClientHeaders ?? true, 'sendClientHeaders'),
    retries: !flag(options.disableInternalRetries, 'disableInternalRetries'),
    transport: optionalFunction(options.transport, 'transport'),
    capabilities,
    application: parsePartition(options.tokenStorePartition, tokenStore),
    tokenStore,
    clock,
    // A clock that was given decides about pauses as well; that of the wall may jump.
    elapsed: options.clock === undefined ? () => performance.now() : clock,
    emit,
    timeoutMs: wholeNumber(options.timeoutMs ?? defaults.timeoutMs, 'timeoutMs'),
    maxCacheEntries: wholeNumber(options.maxCachedTokens ?? defaults.maxCachedTokens, 'maxCachedTokens'),
    certificates: parseCertificateOptions(options, { clock, emit }),
  });
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

import { createEventSink, findAlgorithm } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import {
  createFetchTransport,
  type MtlsDialect,
  parseAuthority,
  parseKnownAuthorities,
  type TokenClientOptions,
} from '@holdfast/oauth';
import { createTokenRequestHeaders } from '../client-headers/token-request-headers.ts';
import { generateNodeKey } from '../keys/generate-node-key.ts';
import { createMtlsPool, type MtlsPool } from '../mtls/mtls-pool.ts';
import { optionalFunction } from '../options/optional-function.ts';
import { parseTokenStore } from '../options/token-store.ts';
import { wholeNumber } from '../options/whole-number.ts';
import { createTlsTransport, type TlsTransport } from '../transport/tls-transport.ts';
import { createBoundCredentials } from './bound-credentials.ts';
import { type CredentialChoices, chooseCredential } from './client-credential.ts';
import type { ConfidentialClientOptions } from './client-options.ts';

/** The table of defaults; each is explained at its option. */
const defaults = {
  timeoutMs: 30_000,
  maxCachedTokens: 10_000,
  proofKeyAlgorithm: 'ES256',
  proofKeyScope: 'client',
  proofKeyPoolSize: { client: 1, tenant: 4 },
  proofKeyLifetimeSeconds: 8 * 60 * 60,
  maxKeyTenants: 10_000,
} as const;

const optionNames: ReadonlySet<string> = new Set<keyof ConfidentialClientOptions>([
  'authority',
  'clientId',
  'clientSecret',
  'clientCertificate',
  'clientAssertion',
  'clientCredentials',
  'mtlsPool',
  'azureRegion',
  'mtlsDialect',
  'clientCapabilities',
  'knownAuthorities',
  'transport',
  'ca',
  'clock',
  'events',
  'timeoutMs',
  'maxCachedTokens',
  'tokenStore',
  'sendClientHeaders',
  'proofKeyAlgorithm',
  'proofKeyScope',
  'proofKeyPoolSize',
  'proofKeyLifetimeSeconds',
]);

/** Options of the client itself, and the transport that was made for it. */
export interface ParsedOptions extends TokenClientOptions {
  /** Ours to close; absent when the caller brought a transport, or the runtime's own is used. */
  readonly ownTransport: TlsTransport | undefined;
  /** Presents client certificates. */
  readonly pool: MtlsPool;
  /** Whether the pool is ours to close. */
  readonly isOwnPool: boolean;
  readonly choices: CredentialChoices;
}

/**
 * Reads the options of a confidential client: checks every one, fills in the defaults, parses what can be parsed.
 *
 * @throws TypeError for a wrong, missing, contradictory or unknown option
 * @throws {@link CertificateInvalid}
 */
export function parseClientOptions(options: ConfidentialClientOptions): ParsedOptions {
  checkOptionNames(options, optionNames);
  const { proofKeyAlgorithm = defaults.proofKeyAlgorithm, proofKeyScope = defaults.proofKeyScope } = options;
  if (findAlgorithm(proofKeyAlgorithm) === undefined) {
    throw new TypeError('proofKeyAlgorithm must be RS256, PS256 or ES256');
  }
  if (proofKeyScope !== 'client' && proofKeyScope !== 'tenant') {
    throw new TypeError('proofKeyScope must be client or tenant');
  }
  const clock = optionalFunction(options.clock, 'clock') ?? Date.now;
  const ownTransport = openTransport(options);
  const choices = chooseCredential(options, clock);
  const timeoutMs = wholeNumber(options.timeoutMs ?? defaults.timeoutMs, 'timeoutMs');
  const region = parseRegion(options.azureRegion);
  const tokenStore = parseTokenStore(options.tokenStore);
  const pool = parsePool(options.mtlsPool) ?? createMtlsPool({ ca: options.ca, clock });
  return Object.freeze({
    authority: parseAuthority(options.authority),
    clientId: parseClientId(options.clientId),
    credential: choices.authenticate,
    choices,
    pool,
    isOwnPool: options.mtlsPool === undefined,
    boundCredentials: createBoundCredentials({ choices, pool, timeoutMs }),
    azureRegion: region,
    mtlsDialect: parseDialect(options.mtlsDialect),
    capabilities: parseTexts(options.clientCapabilities, 'clientCapabilities'),
    trustedOrigins: parseKnownAuthorities(parseTexts(options.knownAuthorities, 'knownAuthorities')),
    transport: ownTransport ?? optionalFunction(options.transport, 'transport') ?? createFetchTransport(),
    ownTransport,
    clock,
    emit: createEventSink(optionalFunction(options.events, 'events')),
    timeoutMs,
    maxCacheEntries: wholeNumber(options.maxCachedTokens ?? defaults.maxCachedTokens, 'maxCachedTokens'),
    tokenStore,
    tokenRequestHeaders: parseSendClientHeaders(options.sendClientHeaders)
      ? createTokenRequestHeaders({ client: 'confidential', isCacheShared: tokenStore !== undefined, region })
      : undefined,
    proofKeys: Object.freeze({
      generate: () => generateNodeKey(proofKeyAlgorithm),
      poolSize: wholeNumber(options.proofKeyPoolSize ?? defaults.proofKeyPoolSize[proofKeyScope], 'proofKeyPoolSize'),
      perTenant: proofKeyScope === 'tenant',
      lifetimeSeconds: wholeNumber(
        options.proofKeyLifetimeSeconds ?? defaults.proofKeyLifetimeSeconds,
        'proofKeyLifetimeSeconds',
      ),
      maxTenants: defaults.maxKeyTenants,
    }),
  });
}

function parseSendClientHeaders(send: unknown = true): boolean {
  if (typeof send !== 'boolean') throw new TypeError('sendClientHeaders must be true or false');
  return send;
}

function parsePool(pool: MtlsPool | undefined): MtlsPool | undefined {
  const isPool = pool === undefined || (typeof pool?.transport === 'function' && typeof pool.request === 'function');
  if (!isPool) throw new TypeError('mtlsPool must be a pool of createMtlsPool');
  return pool;
}

// It becomes part of a host name.
function parseRegion(region: unknown): string | undefined {
  if (region === undefined) return undefined;
  if (typeof region !== 'string' || !/^[A-Za-z0-9]{1,63}$/.test(region)) {
    throw new TypeError('azureRegion must be the name of a region, of letters and digits');
  }
  return region.toLowerCase();
}

function parseDialect(dialect: MtlsDialect = 'entra'): MtlsDialect {
  if (dialect !== 'entra' && dialect !== 'rfc8705') throw new TypeError('mtlsDialect must be entra or rfc8705');
  return dialect;
}

function parseClientId(clientId: unknown): string {
  if (typeof clientId !== 'string' || !/^[\x21-\x7E]{1,256}$/.test(clientId)) {
    throw new TypeError('clientId must be a non-empty string');
  }
  return clientId;
}

function parseTexts(texts: unknown, name: string): readonly string[] {
  const list: unknown = texts ?? [];
  if (!Array.isArray(list) || !list.every((text) => typeof text === 'string' && text !== '')) {
    throw new TypeError(`${name} must be an array of non-empty strings`);
  }
  return Object.freeze([...list]);
}

function openTransport({ transport, ca }: ConfidentialClientOptions): TlsTransport | undefined {
  if (transport !== undefined && ca !== undefined) throw new TypeError('give either transport or ca');
  return ca === undefined ? undefined : createTlsTransport({ ca });
}

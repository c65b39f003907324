import { createEventSink, type Transport } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import {
  type ClientTokenRequest,
  parseSchemeName,
  SchemeContradicted,
  type SchemeName,
  SchemeUnavailable,
} from '@holdfast/oauth';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import { type AddressBuilder, createAddressBuilder } from './build-address.ts';
import type { CallOptions, DownstreamApiOptions, DownstreamClient } from './downstream-options.ts';

/** The options with no questions left. */
export interface DownstreamSettings {
  readonly client: DownstreamClient;
  readonly scheme: SchemeName;
  readonly clientCertificateOnly: boolean;
  /** As token requests have it; empty for schemes other than `mtls_pop`. */
  readonly tokenBinding: Pick<ClientTokenRequest, 'bindingCertificate' | 'allowUnboundFallback'>;
  readonly addressOf: AddressBuilder;
  readonly relativePath: string;
  readonly httpMethod: string;
  readonly maxResponseBytes: number;
  /** There wherever something is bound to a certificate. */
  readonly pool: MtlsPool | undefined;
  readonly transport: Transport | undefined;
  readonly defaults: CallOptions;
}

const optionNames: ReadonlySet<string> = new Set<keyof DownstreamApiOptions>([
  'client',
  'baseUrl',
  'scopes',
  'protocolScheme',
  'tokenBinding',
  'clientCertificateOnly',
  'acquireTokenOptions',
  'relativePath',
  'httpMethod',
  'acceptHeader',
  'contentType',
  'extraHeaderParameters',
  'extraQueryParameters',
  'customizeHttpRequest',
  'serialize',
  'maxResponseBytes',
  'transport',
  'mtlsPool',
  'events',
]);

const bindingNames: ReadonlySet<string> = new Set(['certificate', 'allowUnboundFallback']);
const defaultMaxResponseBytes = 4 * 1024 * 1024;

/**
 * Reads the options of an API once.
 *
 * @throws TypeError for a wrong or unknown option
 * @throws {@link SchemeUnknown}, {@link SchemeContradicted}, {@link SchemeUnavailable}
 */
export function parseDownstreamOptions(options: DownstreamApiOptions): DownstreamSettings {
  checkOptionNames(options, optionNames);
  const {
    client,
    scopes,
    tokenBinding,
    clientCertificateOnly = false,
    relativePath = '',
    httpMethod = 'GET',
  } = options;
  const { maxResponseBytes = defaultMaxResponseBytes, mtlsPool, transport } = options;
  if (typeof client?.acquireTokenForClient !== 'function')
    throw new TypeError('client must be a client of this package');
  if (tokenBinding !== undefined) checkOptionNames(tokenBinding, bindingNames, 'tokenBinding');
  // Text is not taken for a flag: 'true' would send a token where none was wanted.
  for (const flag of [clientCertificateOnly, tokenBinding?.allowUnboundFallback ?? false]) {
    if (typeof flag !== 'boolean')
      throw new TypeError('clientCertificateOnly and allowUnboundFallback must be true or false');
  }
  const scheme = parseScheme(options);
  const isTokenless = clientCertificateOnly === true;
  if (isTokenless !== (scopes === undefined)) {
    throw new TypeError(isTokenless ? 'clientCertificateOnly takes no scopes' : 'scopes are missing');
  }
  if (!Number.isSafeInteger(maxResponseBytes) || maxResponseBytes < 0) {
    throw new TypeError('maxResponseBytes must be a whole number');
  }
  const allowUnboundFallback = tokenBinding?.allowUnboundFallback === true;
  if (allowUnboundFallback && isTokenless) throw new TypeError('clientCertificateOnly has nothing to fall back to');
  if (allowUnboundFallback) {
    createEventSink(options.events)({ name: 'option.dangerous', option: 'allowUnboundFallback' });
  }
  const pool = mtlsPool ?? client.mtlsPool;
  if (scheme === 'mtls_pop' && (pool === undefined || (isTokenless && client.currentCertificate === undefined))) {
    throw new SchemeUnavailable({ detail: 'mtls_pop: the client has no certificates' });
  }
  const bound = { bindingCertificate: tokenBinding?.certificate, allowUnboundFallback };
  return Object.freeze({
    client,
    scheme,
    clientCertificateOnly: isTokenless,
    tokenBinding: scheme === 'mtls_pop' ? bound : {},
    addressOf: createAddressBuilder(options.baseUrl),
    relativePath,
    httpMethod,
    maxResponseBytes,
    pool,
    transport,
    defaults: pickDefaults(options),
  });
}

function parseScheme({ protocolScheme, tokenBinding, clientCertificateOnly }: DownstreamApiOptions): SchemeName {
  const wantsCertificate = tokenBinding !== undefined || clientCertificateOnly === true;
  const scheme = parseSchemeName(protocolScheme ?? (wantsCertificate ? 'mtls_pop' : 'pop'));
  if (wantsCertificate && scheme !== 'mtls_pop') {
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'protocolScheme' });
  }
  return scheme;
}

function pickDefaults(options: DownstreamApiOptions): CallOptions {
  const { scopes, acquireTokenOptions, acceptHeader, contentType } = options;
  const { extraHeaderParameters, extraQueryParameters, customizeHttpRequest, serialize } = options;
  return Object.freeze({
    scopes,
    acquireTokenOptions,
    acceptHeader,
    contentType,
    extraHeaderParameters,
    extraQueryParameters,
    customizeHttpRequest,
    serialize,
  });
}

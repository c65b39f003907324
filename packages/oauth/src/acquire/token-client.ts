import type { Transport } from '@holdfast/core';
import { buildClientPartition } from '../cache/client-partition.ts';
import type { BindingCertificateSource } from '../client-auth/bound-credentials.ts';
import { BindingUnavailable } from '../errors/scheme-errors.ts';
import { type Authority, parseTenant } from '../metadata/authority.ts';
import { createMetadataSource } from '../metadata/metadata-source.ts';
import { getMtlsTokenEndpoint } from '../metadata/mtls-endpoint.ts';
import type { ServerMetadata } from '../metadata/process-metadata.ts';
import { createLazyPool } from '../proof-keys/lazy-pool.ts';
import { createProofKeys } from '../proof-keys/proof-keys.ts';
import type { BindingCertificate } from '../scheme/binding-certificate.ts';
import { createTokenRequester } from '../token-endpoint/request-token.ts';
import { createAcquireForClient } from './acquire-for-client.ts';
import { createCertificateBinder } from './bind-certificate.ts';
import { createRequestSigner, type SignRequestOptions } from './sign-request.ts';
import type { TokenClientOptions } from './token-client-options.ts';
import { createTokenEngine } from './token-engine.ts';
import type { ClientTokenRequest } from './token-request.ts';
import type { TokenResult } from './token-result.ts';

/** Acquires tokens for an application that acts for itself, and proves possession of their keys. */
export interface TokenClient {
  /** Where its tokens come from. */
  readonly authority: Authority;
  /** What it tells the authority that it can do, such as `cp1`: tokens say so too, and APIs challenge accordingly. */
  readonly clientCapabilities: readonly string[];
  /**
   * Gives an access token, from the cache when it can.
   *
   * A result is exactly what was asked for: a bound token is never replaced by a weaker one.
   *
   * @throws TypeError for a wrong, missing or unknown member of the request
   * @throws {@link TokenRequestRefused} when the authority says no, {@link TokenEndpointThrottled} while it wants to be left alone,
   * {@link TokenEndpointFailed} and {@link MetadataRefused} when it cannot be asked
   * @throws {@link TokenTypeDowngraded}, {@link TokenTypeUnexpected}, {@link TokenNotBound}, {@link TokenReplyMalformed} when the reply is not what
   * was asked for; nothing is cached then
   * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}, {@link SchemeContradicted}, {@link TokenHashRefused}, {@link TenantRequired},
   * {@link JwkInvalid}, {@link ClaimsMalformed} for a request that cannot be met
   * @throws {@link KeyPoolClosed}, {@link ProofKeyUnavailable}, {@link BindingUnavailable} when there is no key or certificate to bind the token to
   * @throws {@link FlightAborted} when `signal` fires; the reason is its `cause`
   */
  acquireTokenForClient(request: ClientTokenRequest): Promise<TokenResult>;
  /**
   * Signs one HTTP request for a token of this client: the value for its `Authorization` header.
   *
   * Works with tokens of a key that was rotated away, until the last of them has expired. A token that is bound to a certificate needs no
   * signature: its value is good on connections that present the certificate, and on no others.
   *
   * @throws {@link ProofKeyUnavailable} when the key is not held here, or was discarded
   * @throws {@link ShrInvalid} when the request cannot be covered by a proof
   */
  signHttpRequest(options: SignRequestOptions): Promise<string>;
  /**
   * Connections that present a certificate and no other: what a token with `bindingCertificate` is sent on.
   *
   * @throws {@link BindingUnavailable} where this client has no certificates, or what is given is none with its key
   */
  presentCertificate(certificate: BindingCertificate): Transport;
  /**
   * The certificate that tokens are bound to now, for APIs that want a certificate and no token.
   *
   * @param options - `bindingCertificate` names another than the client's own credential
   * @throws {@link BindingUnavailable} when there is none
   */
  currentCertificate(options?: CurrentCertificateOptions): Promise<BindingCertificate>;
  /**
   * Binds new tokens to a new key from now on; gives its thumbprint.
   *
   * @param tenantId - where tenants have keys of their own; the authority's tenant when it is left out
   * @throws TypeError for anything but a GUID or a domain
   * @throws {@link KeyPoolClosed} when the client is closed
   */
  rotateProofKey(tenantId?: string): Promise<string>;
  /**
   * After a compromise: throws a key or certificate away with every token bound to it, at once, and never accepts it again.
   *
   * Not done: telling the authority or the API, which must revoke the tokens on their side.
   *
   * @param thumbprint - RFC 7638 thumbprint of the key, or SHA-256 of a certificate
   */
  discardProofKey(thumbprint: string): void;
  /** Stops generating keys. Tokens and keys at hand stay usable until a new key is due. */
  close(): void;
}

/** What is asked of `currentCertificate`. */
export interface CurrentCertificateOptions {
  /** The certificate, or where it comes from. @default the client's own credential */
  readonly bindingCertificate?: BindingCertificate | BindingCertificateSource | undefined;
  /** Ends the wait. @default none */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Assembles a client from its rooms, in any runtime.
 *
 * Not done: reading options, PEM files and certificates; `createConfidentialClient` of `@holdfast/node` does that.
 *
 * @param options - taken as they are: nothing is checked or filled in here
 * @see RFC 6749 section 4.4; draft-ietf-oauth-signed-http-request-03
 *
 * @example
 * ```ts
 * import { generateSigningKey } from '@holdfast/core';
 * import { createFetchTransport, createSecretCredential, createTokenClient, parseAuthority } from '@holdfast/oauth';
 *
 * export const client = createTokenClient({
 *   authority: parseAuthority('https://login.microsoftonline.com/contoso.example'),
 *   clientId: '11111111-2222-4333-8444-555555555555',
 *   credential: createSecretCredential('from your configuration'),
 *   capabilities: ['cp1'],
 *   trustedOrigins: new Set(),
 *   transport: createFetchTransport(),
 *   clock: Date.now,
 *   emit: () => {},
 *   timeoutMs: 30_000,
 *   maxCacheEntries: 10_000,
 *   proofKeys: {
 *     generate: () => generateSigningKey({ alg: 'RS256' }),
 *     poolSize: 1,
 *     perTenant: false,
 *     lifetimeSeconds: 28_800,
 *     maxTenants: 10_000,
 *   },
 * });
 * ```
 */
export function createTokenClient(options: TokenClientOptions): TokenClient {
  const { boundCredentials, mtlsDialect: dialect = 'entra' } = options;
  const { authority, clientId, clock, emit, transport, trustedOrigins } = options;
  const pool = createLazyPool({ ...options.proofKeys, clock, emit });
  const keys = createProofKeys({ ...options.proofKeys, pool, clock, emit });
  const metadata = createMetadataSource({ transport, trustedOrigins, clock });
  const mtlsEndpoint = (found: ServerMetadata, at: Authority): string =>
    getMtlsTokenEndpoint(found, { authority: at, trustedOrigins, region: options.azureRegion });
  const headers = options.tokenRequestHeaders;
  const requestToken = createTokenRequester({ ...options, headers, metadata, mtlsEndpoint });
  const partition = buildClientPartition({ origin: authority.origin, clientId, capabilities: options.capabilities });
  const { tokenStore, timeoutMs, maxCacheEntries } = options;
  // Entra has no cache that would have to be told.
  const shape = { requestToken, relaysTokenHash: false, partition, tokenStore, timeoutMs, maxCacheEntries };
  const engine = createTokenEngine({ ...shape, keys, clock, emit });
  const signHttpRequest = createRequestSigner({ keys, clock, mtlsDialect: dialect });
  const certificates =
    boundCredentials === undefined
      ? undefined
      : createCertificateBinder({ boundCredentials, clientId, dialect, metadata, mtlsEndpoint, emit });

  return Object.freeze({
    authority,
    clientCapabilities: options.capabilities,
    acquireTokenForClient: createAcquireForClient({
      authority,
      keys,
      certificates,
      acquire: engine.acquire,
      signHttpRequest,
    }),
    signHttpRequest,
    presentCertificate(certificate: BindingCertificate) {
      if (boundCredentials === undefined) throw new BindingUnavailable();
      return boundCredentials.present(certificate);
    },
    async currentCertificate({ bindingCertificate, signal }: CurrentCertificateOptions = {}) {
      if (certificates === undefined) throw new BindingUnavailable();
      return certificates.current(authority, { certificate: bindingCertificate, signal });
    },
    rotateProofKey: async (tenantId?: string) =>
      keys.rotate(tenantId === undefined ? authority.tenant : parseTenant(tenantId)),
    discardProofKey(thumbprint: string) {
      keys.discard(thumbprint);
      const dropped = engine.takeBoundTo(thumbprint);
      for (const { scheme, scopes, tenant } of dropped) {
        emit({ name: 'token.state', state: 'revoked', scheme, scopes, tenant, bindingThumbprint: thumbprint });
      }
      emit({ name: 'key.discarded', thumbprint, droppedTokens: dropped.length });
    },
    close: () => pool.close(),
  });
}

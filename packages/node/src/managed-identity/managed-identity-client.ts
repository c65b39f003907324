import type { Transport } from '@holdfast/core';
import {
  type BindingCertificate,
  type ClientTokenRequest,
  type CurrentCertificateOptions,
  createSourceClient,
  SchemeContradicted,
  type SignRequestOptions,
  type TokenResult,
} from '@holdfast/oauth';
import type { CertificateSource } from '../certificate/certificate-source.ts';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import type { ManagedIdentityCertificate } from '../managed-identity-certificate/managed-identity-certificate.ts';
import type { SourceName } from '../managed-identity-source/source-description.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import type { ManagedIdentityClientOptions, ManagedIdentityTokenRequest } from './client-options.ts';
import { openIdentity } from './open-identity.ts';
import { parseIdentityOptions } from './parse-options.ts';
import { type ParsedIdentityRequest, parseIdentityRequest, parseScopeRequest } from './parse-request.ts';

/** An access token, and which source it came from. */
export interface ManagedIdentityTokenResult extends TokenResult {
  /** The kind of source; `tokenSource` says whether it was asked this time. */
  readonly managedIdentitySource: SourceName;
  /** The certificate that the token is bound to, and that every request with it must be presented with; with `mtls_pop` only. */
  readonly bindingCertificate?: ClientCertificate;
}

/** Gives tokens of a managed identity: bearer tokens of every source, and tokens that are bound to a certificate where IMDS gives one. */
export interface ManagedIdentityClient {
  /** Where its tokens come from: chosen once, from the environment. */
  readonly managedIdentitySource: SourceName;
  /** What it tells the source that it can do, such as `cp1`: tokens say so too, and APIs challenge accordingly. */
  readonly clientCapabilities: readonly string[];
  /**
   * Gives an access token, from the cache when it can.
   *
   * @throws TypeError for a wrong, missing or unknown member of the request; {@link SchemeUnknown}, {@link ClaimsMalformed}, {@link TokenHashRefused}
   * @throws {@link IdentitySchemeRefused} for a scheme that the source does not bind tokens by, never a bearer token in its place
   * @throws with `mtls_pop`: {@link ImdsCredentialUnusable}, {@link MachineKeyUnusable}, {@link AttestationFailed} when there is no certificate; {@link TokenRequestRefused},
   * {@link TokenEndpointFailed} when the authority gives no token; {@link TokenTypeDowngraded}, {@link TokenNotBound} for one that is weaker than it was asked for
   * @throws {@link ManagedIdentityRefused} when the source says no, {@link TokenEndpointThrottled} while it wants to be left alone,
   * {@link ManagedIdentityFailed} when it cannot be asked, {@link ManagedIdentityReplyUnusable} and {@link TokenTypeUnexpected} when its reply is no bearer token
   * @throws {@link RevokedTokenRepeated} when it still hands out the token that an API has refused
   * @throws {@link FlightAborted} when `signal` fires; the reason is its `cause`
   */
  acquireToken(request: ManagedIdentityTokenRequest): Promise<ManagedIdentityTokenResult>;
  /**
   * The same, with one scope for a resource, for {@link createBoundFetch} and whatever else takes clients of any kind.
   *
   * @throws {@link SchemeContradicted} for members that belong to bound tokens; else as `acquireToken`
   */
  acquireTokenForClient(request: ClientTokenRequest): Promise<ManagedIdentityTokenResult>;
  /**
   * The value for the `Authorization` header of one request. Nothing is signed: a bearer token is written as it is, and so is one that is bound to
   * a certificate, which is good on connections that present it and on no others.
   *
   * @throws {@link SchemeContradicted} for a token that is bound to a key, which is none of this client
   */
  signHttpRequest(options: SignRequestOptions): Promise<string>;
  /**
   * Connections that present a certificate and no other: what a token with `bindingCertificate` is sent on.
   *
   * Absent where the source gives no certificates.
   *
   * @throws {@link BindingUnavailable} for what is no certificate with its key
   */
  presentCertificate?(certificate: BindingCertificate): Transport;
  /**
   * The certificate that tokens are bound to now, for APIs that want a certificate and no token; absent where the source gives none.
   *
   * @throws {@link ImdsCredentialUnusable}, {@link MachineKeyUnusable}, {@link AttestationFailed}, {@link ManagedIdentityRefused}, {@link ManagedIdentityFailed} when there is none
   */
  currentCertificate?(options?: Pick<CurrentCertificateOptions, 'signal'>): Promise<ClientCertificate>;
  /** The certificate of the moment, for binding the tokens of another client to it; absent where the source gives none. */
  readonly certificateSource?: CertificateSource;
  /** Connections that present the certificates of this client, to token endpoints and to APIs; absent where the source gives none. */
  readonly mtlsPool?: MtlsPool;
  /** Closes the connections to the source and, where they are this client's own, key and pool. Tokens at hand stay usable. */
  close(): Promise<void>;
}

/**
 * Makes a client for the managed identity of this machine or application: on Service Fabric, App Service and virtual machines (IMDS).
 *
 * The environment says which source it is, and is read once, here; a source that is recognised and not offered is an error. Nothing is sent before the
 * first token is asked for. Tokens are cached, refreshed in the background, and asked for once however many callers wait.
 *
 * After a claims challenge the cached token is passed over and its hash is handed to a source that can be told: Service Fabric, and App Service with
 * `appServiceRevocation`. Who says which token was refused (`accessTokenSha256ToRefresh`; {@link createBoundFetch} does) is never given it again.
 *
 * With `authenticationScheme: 'mtls_pop'` IMDS certifies a key of this program, and the token is bound to that certificate; elsewhere it is an error, and never a bearer token
 * instead.
 *
 * Not offered yet: Azure Arc, Azure Machine Learning, Cloud Shell. Not checked: what a token says, but for the certificate that a bound one names.
 *
 * @param options - read once; later changes to the object have no effect
 * @throws TypeError for a wrong, contradictory or unknown option
 * @throws {@link ManagedIdentityUnusable} when the source that the environment names cannot be used
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
 *
 * @example
 * ```ts
 * import { createBoundFetch } from '@holdfast/node';
 * import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
 *
 * const client = createManagedIdentityClient({ clientCapabilities: ['cp1'] });
 * const token = await client.acquireToken({ resource: 'https://vault.azure.net' });
 * console.log(token.managedIdentitySource, token.expiresOn);
 *
 * const boundFetch = createBoundFetch({
 *   client,
 *   scopes: ['https://vault.azure.net/.default'],
 *   authenticationScheme: 'bearer',
 *   origins: ['https://example.vault.azure.net'],
 * });
 * console.log((await boundFetch('https://example.vault.azure.net/secrets?api-version=7.4')).status);
 * ```
 */
export function createManagedIdentityClient(options: ManagedIdentityClientOptions = {}): ManagedIdentityClient {
  const { source, certificate, bearerOverCertificate, pool, capabilities, ...engine } = openIdentity(
    parseIdentityOptions(options),
  );
  const overCertificate = bearerOverCertificate ? certificate?.tokens.requestBearer : undefined;
  const client = createSourceClient({
    ...engine,
    capabilities,
    relaysTokenHash: source.relaysTokenHash,
    relaysClaims: overCertificate !== undefined,
    certificates: certificate?.tokens,
    requestToken:
      overCertificate ??
      (({ scopes, tokenHash, correlationId }, signal) =>
        source.requestToken({ resource: scopes[0] ?? '', capabilities, tokenHash, correlationId }, signal)),
  });
  const managedIdentitySource = source.name;
  const hasCertificates = certificate !== undefined;
  const acquire = async ({ scheme, wanted }: ParsedIdentityRequest): Promise<ManagedIdentityTokenResult> => {
    const token = await (scheme === 'mtls_pop' ? client.acquireBoundToken(wanted) : client.acquireToken(wanted));
    // The certificates of IMDS are those of this package.
    return { ...(token as ManagedIdentityTokenResult), managedIdentitySource };
  };
  let closing: Promise<void> | undefined;
  return Object.freeze({
    managedIdentitySource,
    clientCapabilities: capabilities,
    acquireToken: async (request: ManagedIdentityTokenRequest) =>
      acquire(parseIdentityRequest(request, hasCertificates)),
    acquireTokenForClient: async (request: ClientTokenRequest) => acquire(parseScopeRequest(request, hasCertificates)),
    async signHttpRequest({ token: { accessToken, tokenType, bindingThumbprint } }: SignRequestOptions) {
      if (tokenType === 'Bearer' && bindingThumbprint === undefined) return `Bearer ${accessToken}`;
      if (tokenType === 'mtls_pop' && bindingThumbprint !== undefined) return `mtls_pop ${accessToken}`;
      throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'a token that is bound to a key' });
    },
    ...(certificate === undefined ? {} : certificateMembers(certificate, pool)),
    close() {
      closing ??= engine.close();
      return closing;
    },
  });
}

type CertificateMembers = Pick<
  ManagedIdentityClient,
  'presentCertificate' | 'currentCertificate' | 'certificateSource' | 'mtlsPool'
>;

function certificateMembers({ source, present }: ManagedIdentityCertificate, pool: MtlsPool): CertificateMembers {
  return {
    presentCertificate: present,
    currentCertificate: async ({ signal } = {}) => source.current(signal),
    certificateSource: source,
    mtlsPool: pool,
  };
}

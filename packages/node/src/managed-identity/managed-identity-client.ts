import {
  type ClientTokenRequest,
  createSourceClient,
  SchemeContradicted,
  type SignRequestOptions,
  type TokenResult,
} from '@holdfast/oauth';
import type { SourceName } from '../managed-identity-source/source-description.ts';
import type { ManagedIdentityClientOptions, ManagedIdentityTokenRequest } from './client-options.ts';
import { parseIdentityOptions } from './parse-options.ts';
import { parseIdentityRequest, parseScopeRequest } from './parse-request.ts';

/** An access token, and which source it came from. */
export interface ManagedIdentityTokenResult extends TokenResult {
  /** The kind of source; `tokenSource` says whether it was asked this time. */
  readonly managedIdentitySource: SourceName;
}

/** Gives bearer tokens of a managed identity. */
export interface ManagedIdentityClient {
  /** Where its tokens come from: chosen once, from the environment. */
  readonly managedIdentitySource: SourceName;
  /** What it tells the source that it can do, such as `cp1`: tokens say so too, and APIs challenge accordingly. */
  readonly clientCapabilities: readonly string[];
  /**
   * Gives an access token, from the cache when it can.
   *
   * @throws TypeError for a wrong, missing or unknown member of the request; {@link SchemeUnknown}, {@link ClaimsMalformed}, {@link TokenHashRefused}
   * @throws {@link IdentitySchemeRefused} for every scheme but `bearer`, never a bearer token in its place
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
   * The value for the `Authorization` header of one request. Nothing is signed: a bearer token is written as it is.
   *
   * @throws {@link SchemeContradicted} for a token that is bound, which is none of this client
   */
  signHttpRequest(options: SignRequestOptions): Promise<string>;
  /** Closes the connections to the source. Tokens at hand stay usable. */
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
 * Not offered yet: bound tokens (`mtls_pop`), Azure Arc, Azure Machine Learning, Cloud Shell. Not checked: what a token says.
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
  const { source, capabilities, ...engine } = parseIdentityOptions(options);
  const client = createSourceClient({
    ...engine,
    capabilities,
    relaysTokenHash: source.relaysTokenHash,
    requestToken: ({ scopes, tokenHash, correlationId }, signal) =>
      source.requestToken({ resource: scopes[0] ?? '', capabilities, tokenHash, correlationId }, signal),
  });
  const managedIdentitySource = source.name;
  let closing: Promise<void> | undefined;
  return Object.freeze({
    managedIdentitySource,
    clientCapabilities: capabilities,
    async acquireToken(request: ManagedIdentityTokenRequest) {
      return { ...(await client.acquireToken(parseIdentityRequest(request))), managedIdentitySource };
    },
    async acquireTokenForClient(request: ClientTokenRequest) {
      return { ...(await client.acquireToken(parseScopeRequest(request))), managedIdentitySource };
    },
    async signHttpRequest({ token }: SignRequestOptions) {
      if (token.tokenType === 'Bearer' && token.bindingThumbprint === undefined) return `Bearer ${token.accessToken}`;
      throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'a bound token' });
    },
    close() {
      closing ??= source.close();
      return closing;
    },
  });
}

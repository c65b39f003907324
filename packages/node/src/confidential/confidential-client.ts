import { type ClientTokenRequest, createTokenClient, type TokenClient, type TokenResult } from '@holdfast/oauth';
import type { ClientCertificate } from '../certificate/client-certificate.ts';
import type { MtlsPool } from '../mtls/mtls-pool.ts';
import type { ConfidentialClientOptions } from './client-options.ts';
import { parseClientOptions } from './parse-options.ts';

/** An access token, with the certificate that it is bound to as the rest of this package knows it. */
export interface ConfidentialTokenResult extends TokenResult {
  /** The certificate that the token is bound to, and that every request with it must be presented with; with `mtls_pop` only. */
  readonly bindingCertificate?: ClientCertificate;
}

/** A client that authenticates with a credential of its own. */
export interface ConfidentialClient extends Omit<TokenClient, 'close' | 'acquireTokenForClient'> {
  /**
   * Gives an access token, from the cache when it can; see {@link TokenClient.acquireTokenForClient}.
   *
   * @throws whatever the client in `@holdfast/oauth` throws
   */
  acquireTokenForClient(request: ClientTokenRequest): Promise<ConfidentialTokenResult>;
  /** Connections that present the certificates of this client, to the authority and to APIs. */
  readonly mtlsPool: MtlsPool;
  /** Stops generating keys, and closes connections and certificate sources that were opened for this client. */
  close(): Promise<void>;
}

/**
 * Makes a client for an application that acts for itself: bearer tokens, and tokens bound to a proof key or to a client certificate.
 *
 * Nothing is sent and no key is generated before the first token is asked for.
 *
 * Not offered yet: `dpop` and flows with a user; asking for them is an error, never a weaker token.
 *
 * @param options - read once; later changes to the object have no effect
 * @throws TypeError for a wrong, missing, contradictory or unknown option
 * @throws {@link CertificateInvalid} when the certificate or its key cannot be read, or do not belong together
 * @see RFC 6749 section 4.4; RFC 8705; draft-ietf-oauth-signed-http-request-03; RFC 7800
 *
 * @example
 * ```ts
 * import { createBoundFetch, createConfidentialClient } from '@holdfast/node';
 *
 * const client = createConfidentialClient({
 *   authority: 'https://login.microsoftonline.com/contoso.example',
 *   clientId: '11111111-2222-3333-4444-555555555555',
 *   clientAssertion: async () => 'an assertion of a federated identity',
 *   proofKeyAlgorithm: 'RS256',
 * });
 *
 * const token = await client.acquireTokenForClient({
 *   scopes: ['api://orders/.default'],
 *   authenticationScheme: 'pop',
 * });
 * console.log(token.tokenType, token.bindingThumbprint, token.expiresOn);
 *
 * const boundFetch = createBoundFetch({
 *   client,
 *   scopes: ['api://orders/.default'],
 *   authenticationScheme: 'pop',
 *   origins: ['https://api.example'],
 * });
 * const response = await boundFetch('https://api.example/orders?page=2');
 * console.log(response.status);
 * ```
 */
export function createConfidentialClient(options: ConfidentialClientOptions): ConfidentialClient {
  const { ownTransport, pool, isOwnPool, choices, ...parsed } = parseClientOptions(options);
  const client = createTokenClient(parsed);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    client.close();
    choices.close();
    await Promise.all([ownTransport?.close(), isOwnPool ? pool.close() : undefined]);
  };
  return Object.freeze({
    ...client,
    // The certificates that are bound to are those of this package.
    acquireTokenForClient: client.acquireTokenForClient as ConfidentialClient['acquireTokenForClient'],
    mtlsPool: pool,
    close() {
      closing ??= close();
      return closing;
    },
  });
}

import { createTokenClient, type TokenClient } from '@holdfast/oauth';
import type { ConfidentialClientOptions } from './client-options.ts';
import { parseClientOptions } from './parse-options.ts';

/** A client that authenticates with a credential of its own. */
export interface ConfidentialClient extends Omit<TokenClient, 'close'> {
  /** Stops generating keys and closes the connections that were opened because of `ca`. */
  close(): Promise<void>;
}

/**
 * Makes a client for an application that acts for itself: bearer tokens, and tokens bound to a proof key.
 *
 * Nothing is sent and no key is generated before the first token is asked for.
 *
 * Not offered yet: `mtls_pop`, `dpop` and flows with a user; asking for them is an error, never a weaker token.
 *
 * @param options - read once; later changes to the object have no effect
 * @throws TypeError for a wrong, missing, contradictory or unknown option
 * @throws {@link CertificateInvalid} when the certificate or its key cannot be read, or do not belong together
 * @see RFC 6749 section 4.4; draft-ietf-oauth-signed-http-request-03; RFC 7800
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
  const { ownTransport, ...parsed } = parseClientOptions(options);
  const client = createTokenClient(parsed);
  return Object.freeze({
    ...client,
    async close() {
      client.close();
      await ownTransport?.close();
    },
  });
}

import { BindingUnavailable, type ClientTokenRequest, type TokenResult } from '@holdfast/oauth';
import { checkGivenCertificate } from '../certificate/check-given.ts';
import type { AssertionCallbackDescription } from '../credentials/credential-description.ts';

/** Whose tokens are shown: a managed identity, or an application that shows those of somebody else. */
export interface AssertingClient {
  /** Gives a token that is bound to a certificate. */
  acquireTokenForClient(request: ClientTokenRequest): Promise<TokenResult>;
}

const exchange = 'api://AzureADTokenExchange/.default';

/**
 * Makes a client credential of the bound tokens of another client: an application that trusts a managed identity shows them in the place of a
 * secret, over the same certificate, and its own tokens are bound to that too. An application may so stand behind another one.
 *
 * The other client is asked for each token request, and mostly has the token in its cache.
 *
 * Not done: telling the other client that its certificate was refused here. Its own next token request finds out.
 *
 * @param client - gives the token that is shown
 * @param scope - what that token is for; the exchange of Entra's public cloud unless told
 * @throws from the credential: {@link BindingUnavailable} where the other client gives a token that is not bound; else whatever it throws
 * @see RFC 7523 section 2.2; RFC 8705 section 3
 *
 * @example
 * ```ts
 * import { createConfidentialClient } from '@holdfast/node';
 * import { createBoundAssertion, createManagedIdentityClient } from '@holdfast/node/managed-identity';
 *
 * const authority = 'https://login.microsoftonline.com/contoso.example';
 * const identity = createManagedIdentityClient();
 * const inner = createConfidentialClient({
 *   authority,
 *   clientId: '11111111-2222-4333-8444-555555555555',
 *   clientCredentials: [createBoundAssertion(identity)],
 * });
 * const outer = createConfidentialClient({
 *   authority,
 *   clientId: '66666666-7777-4888-8999-aaaaaaaaaaaa',
 *   clientCredentials: [createBoundAssertion(inner)],
 * });
 * const token = await outer.acquireTokenForClient({ scopes: ['api://orders/.default'], authenticationScheme: 'mtls_pop' });
 * console.log(token.bindingCertificate?.subject);
 * ```
 */
export function createBoundAssertion(client: AssertingClient, scope: string = exchange): AssertionCallbackDescription {
  if (typeof client?.acquireTokenForClient !== 'function')
    throw new TypeError('client must be a client of this package');
  if (typeof scope !== 'string' || scope === '') throw new TypeError('scope must be a non-empty string');
  return Object.freeze({
    kind: 'assertion-callback',
    supportsTokenBinding: true,
    async assertion({ signal }) {
      const wanted = { scopes: [scope], authenticationScheme: 'mtls_pop', signal } as const;
      const { accessToken, bindingCertificate } = await client.acquireTokenForClient(wanted);
      if (bindingCertificate === undefined) throw new BindingUnavailable();
      return { assertion: accessToken, certificate: checkGivenCertificate(bindingCertificate) };
    },
  } satisfies AssertionCallbackDescription);
}

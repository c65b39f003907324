import { ClientAssertionMissing } from '../errors/request-errors.ts';
import { assertionParameters, type ClientAuthTarget, type ClientCredential } from './client-credential.ts';

/** Makes a client assertion for one token request, for example from a federated identity. */
export type ClientAssertionCallback = (target: ClientAuthTarget) => string | Promise<string>;

/**
 * Authenticates with an assertion made elsewhere; a callback is asked for every token request.
 *
 * Not checked: what the assertion says.
 *
 * @throws from the returned function: {@link ClientAssertionMissing} `ERR_CLIENT_ASSERTION` when the callback gives no text
 * @see RFC 7523 section 2.2
 *
 * @example
 * ```ts
 * import { createAssertionCredential } from '@holdfast/oauth';
 *
 * // For each token request anew; the target names the endpoint that is the audience of the assertion.
 * export const credential = createAssertionCredential(async ({ tokenEndpoint, signal }) => {
 *   const response = await fetch(`https://tokens.example/assertion?for=${encodeURIComponent(tokenEndpoint)}`, { signal });
 *   return response.text();
 * });
 * ```
 */
export function createAssertionCredential(assertion: string | ClientAssertionCallback): ClientCredential {
  return async (target) => {
    const text: unknown = typeof assertion === 'string' ? assertion : await assertion(target);
    if (typeof text !== 'string' || text === '') throw new ClientAssertionMissing();
    return assertionParameters(text);
  };
}

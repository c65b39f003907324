import { ClientAssertionMissing } from '../errors/request-errors.ts';
import { assertionParameters, type ClientAuthTarget, type ClientCredential } from './client-credential.ts';

/** Makes a client assertion for one token request, for example from a federated identity. */
export type ClientAssertionCallback = (target: ClientAuthTarget) => string | Promise<string>;

/**
 * Authenticates with an assertion made elsewhere; a callback is asked for every token request.
 *
 * Not checked: what the assertion says.
 *
 * @throws {@link ClientAssertionMissing} when the callback gives no text
 */
export function createAssertionCredential(assertion: string | ClientAssertionCallback): ClientCredential {
  return async (target) => {
    const text: unknown = typeof assertion === 'string' ? assertion : await assertion(target);
    if (typeof text !== 'string' || text === '') throw new ClientAssertionMissing();
    return assertionParameters(text);
  };
}

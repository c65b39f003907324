import type { ClientCredential } from './client-credential.ts';

/**
 * Authenticates with a shared secret in the body.
 *
 * @see RFC 6749 section 2.3.1
 */
export function createSecretCredential(clientSecret: string): ClientCredential {
  const parameters = Object.freeze({ client_secret: clientSecret });
  return async () => parameters;
}

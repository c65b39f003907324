import type { ClientCredential } from './client-credential.ts';

/**
 * Authenticates with a shared secret in the body.
 *
 * @see RFC 6749 section 2.3.1
 *
 * @example
 * ```ts
 * import { createSecretCredential } from '@holdfast/oauth';
 *
 * export const credential = createSecretCredential('from your configuration');
 * ```
 */
export function createSecretCredential(clientSecret: string): ClientCredential {
  const parameters = Object.freeze({ client_secret: clientSecret });
  return async () => parameters;
}

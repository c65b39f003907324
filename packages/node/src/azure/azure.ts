/**
 * Credentials for the Azure SDK, made of the clients of this package: what `@azure/identity` is to its users, with a cache that is refreshed in
 * time and claims challenges that reach the authority.
 *
 * {@link createTokenCredential} gives a `TokenCredential` as `@azure/core-auth` describes it. Nothing of the SDK is needed at run time.
 *
 * @example
 * ```ts
 * import { createConfidentialClient } from '@holdfast/node';
 * import { createTokenCredential } from '@holdfast/node/azure';
 *
 * const credential = createTokenCredential((clientCapabilities) =>
 *   createConfidentialClient({
 *     authority: 'https://login.microsoftonline.com/8e1f9a0e-0000-4000-8000-5f2d3c4b5a69',
 *     clientId: '11111111-2222-4333-8444-555555555555',
 *     clientSecret: 'from your configuration',
 *     clientCapabilities,
 *   }),
 * );
 * const { expiresOnTimestamp } = await credential.getToken('https://vault.azure.net/.default');
 * console.log(new Date(expiresOnTimestamp));
 * ```
 *
 * @packageDocumentation
 */
export { TokenCredentialAborted, type TokenCredentialCode, TokenCredentialRefused } from '../errors/azure-errors.ts';
export { createTokenCredential } from './create-token-credential.ts';
export type {
  ApplicationClient,
  CredentialClient,
  IdentityClient,
  IdentityTokenRequest,
  OpenCredentialClient,
} from './credential-client.ts';
export type { TokenCredentialOptions } from './credential-options.ts';
export type { AbortSignalLike, AccessToken, GetTokenOptions, TokenCredential } from './token-credential.ts';

/**
 * Tokens of managed identities: no secret, no certificate, no configuration but the environment that the platform sets.
 *
 * Begin with {@link createManagedIdentityClient}; {@link probeManagedIdentity} tells beforehand whether there is an identity at all. What the errors
 * have in common, and `createBoundFetch`, are at the door of the package, `@holdfast/node`.
 *
 * @example
 * ```ts
 * import { createManagedIdentityClient } from '@holdfast/node/managed-identity';
 *
 * const client = createManagedIdentityClient({
 *   managedIdentityIdParams: { userAssignedClientId: '11111111-2222-4333-8444-555555555555' },
 *   clientCapabilities: ['cp1'],
 * });
 * const { accessToken, expiresOn } = await client.acquireToken({ resource: 'https://vault.azure.net' });
 * console.log(accessToken.length, expiresOn);
 * ```
 *
 * @packageDocumentation
 */
export { IdentitySchemeRefused } from '../errors/identity-scheme-refused.ts';
export { type ImdsCredentialCode, ImdsCredentialUnusable } from '../errors/imds-credential-errors.ts';
export {
  ManagedIdentityFailed,
  type ManagedIdentityFailedCode,
  type ManagedIdentityRefusalFacts,
  ManagedIdentityRefused,
  type ManagedIdentityRefusedCode,
  type ManagedIdentityReplyCode,
  ManagedIdentityReplyUnusable,
  type ManagedIdentitySourceName,
  ManagedIdentityUnusable,
  type ManagedIdentityUnusableCode,
} from '../errors/managed-identity-errors.ts';
export type { ImdsWire } from '../imds-credential/wire-names.ts';
export type {
  CredentialOutcome,
  IdentityCertificateEvent,
  IdentityCredentialIssued,
  IdentityCredentialOutcome,
  IdentityCredentialRenewalFailed,
  IdentityCredentialRetried,
  IdentityCredentialStoreFailed,
  MachineKeyGenerated,
  MintReason,
} from '../managed-identity-certificate/identity-event.ts';
export {
  type ManagedIdentityProbe,
  type ProbeOptions,
  probeManagedIdentity,
} from '../managed-identity-source/probe.ts';
export type { SourceName } from '../managed-identity-source/source-description.ts';
export type {
  ManagedIdentityOutcome,
  ManagedIdentityRetried,
  ManagedIdentitySourceEvent,
} from '../managed-identity-source/source-event.ts';
export { type AssertingClient, createBoundAssertion } from './bound-assertion.ts';
export type { CertificateOptions, PersistenceOptions, RemediationOptions } from './certificate-options.ts';
export type {
  ManagedIdentityClientOptions,
  ManagedIdentityEvent,
  ManagedIdentityIdParams,
  ManagedIdentityTokenRequest,
  NamedSource,
} from './client-options.ts';
export {
  createManagedIdentityClient,
  type ManagedIdentityClient,
  type ManagedIdentityTokenResult,
} from './managed-identity-client.ts';

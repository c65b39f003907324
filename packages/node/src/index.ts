/**
 * A client for programs that act for themselves: it acquires access tokens that are bound to a key, and signs every request with that
 * key. What is weaker than what was asked for is an error, never a result.
 *
 * Begin with {@link createConfidentialClient}, which acquires and caches tokens, and {@link createBoundFetch}, a `fetch` for the origins
 * you list. Private keys are made in the process by `node:crypto` and are never shown. The errors at the end of the page are all that these
 * functions throw; branch on their `code`.
 *
 * @example
 * ```ts
 * import { createBoundFetch, createConfidentialClient } from '@holdfast/node';
 *
 * const client = createConfidentialClient({
 *   authority: 'https://login.microsoftonline.com/contoso.example',
 *   clientId: '11111111-2222-4333-8444-555555555555',
 *   clientSecret: 'from your configuration',
 *   proofKeyAlgorithm: 'RS256',
 * });
 * const boundFetch = createBoundFetch({ client, scopes: ['api://orders/.default'], origins: ['https://api.example'] });
 * console.log((await boundFetch('https://api.example/orders')).status);
 * ```
 *
 * @packageDocumentation
 */
export {
  type Bytes,
  ClaimsMalformed,
  type Clock,
  type CreateShrOptions,
  createSignedHttpRequest,
  type EventSink,
  FlightAborted,
  type HeaderField,
  HoldfastError,
  type JsonObject,
  JwkInvalid,
  type JwsAlgorithm,
  KeyPoolClosed,
  KeyUnusable,
  type PublicJwk,
  ShrInvalid,
  type SignableRequest,
  type SigningKey,
  type Transport,
} from '@holdfast/core';
export {
  type AuthorizationHeader,
  type AuthorizationHeaderOptions,
  type BindingCertificate,
  type BindingCertificateSource,
  BindingUnavailable,
  type BindingUnavailableDetails,
  type BoundFetch,
  type BoundFetchOptions,
  type CertificateConnections,
  type CertificateLack,
  type CertificateOnly,
  type CertificateOnlyOptions,
  type CertificateRetried,
  type ClientAssertionCallback,
  ClientAssertionMissing,
  type ClientAuthTarget,
  type ClientEvent,
  type ClientTokenRequest,
  type CurrentCertificateOptions,
  createAuthorizationHeader,
  createBoundFetch,
  type DangerousOption,
  dangerouslyAllowLoopbackHttp,
  type FetchClient,
  FetchRefused,
  type KeyDiscarded,
  type KeyGenerated,
  type KeyRotated,
  MetadataRefused,
  type MtlsDialect,
  ProofKeyUnavailable,
  type ReceivedTokenType,
  type RefreshReason,
  type RefusalFacts,
  RevokedTokenRepeated,
  SchemeContradicted,
  type SchemeInput,
  type SchemeName,
  SchemeUnavailable,
  SchemeUnknown,
  type SignRequestOptions,
  type StoreFailed,
  TenantRequired,
  type TokenAcquired,
  type TokenClient,
  TokenEndpointFailed,
  TokenEndpointThrottled,
  type TokenFailed,
  TokenHashRefused,
  type TokenMetadata,
  TokenNotBound,
  type TokenOrigin,
  TokenReplyMalformed,
  TokenRequestRefused,
  type TokenResult,
  type TokenState,
  type TokenStateChanged,
  type TokenStore,
  TokenTypeDowngraded,
  TokenTypeUnexpected,
  type TokenUnbound,
} from '@holdfast/oauth';
export type { ClientCertificateOptions, ConfidentialClientOptions } from './confidential/client-options.ts';
export {
  type ConfidentialClient,
  type ConfidentialTokenResult,
  createConfidentialClient,
} from './confidential/confidential-client.ts';
export {
  type AnyCallOptions,
  createDownstreamApi,
  type DownstreamApi,
  type ReadingCallOptions,
} from './downstream/downstream-api.ts';
export type {
  AcquireTokenOptions,
  CallOptions,
  DownstreamApiOptions,
  DownstreamClient,
  IncomingAnswer,
  OutgoingCall,
  TokenBindingOptions,
} from './downstream/downstream-options.ts';
export {
  type DownstreamSettingsPlace,
  type ParsedDownstreamSettings,
  parseDownstreamSettings,
} from './downstream/parse-settings.ts';
export type { Deserializer } from './downstream/read-answer.ts';
export type { UnreadAnswer } from './downstream/sent-answers.ts';
export { type CertificateCode, CertificateInvalid } from './errors/certificate-invalid.ts';
export {
  type DownstreamAnswer,
  DownstreamFailed,
  DownstreamRefused,
  type DownstreamRefusedCode,
  DownstreamSettingsInvalid,
} from './errors/downstream-errors.ts';
export { generateNodeKey } from './keys/generate-node-key.ts';
export { createNodeSigningKey } from './keys/node-signing-key.ts';
export { createTlsTransport, type TlsTransport, type TlsTransportOptions } from './transport/tls-transport.ts';

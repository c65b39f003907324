/**
 * Acquiring bound access tokens, in any JavaScript runtime: what the clients are assembled from.
 *
 * In Node, install `@holdfast/node` instead; it reads options and certificates, and passes on everything of this package that a caller
 * needs. Come here to assemble a client for another runtime, or with a credential or a key of another kind. {@link createTokenClient}
 * checks nothing and fills in no default: that is the task of the package around it.
 *
 * @example
 * ```ts
 * import { createBoundFetch, type TokenClient } from '@holdfast/oauth';
 *
 * export const fetchOrders = (client: TokenClient) =>
 *   createBoundFetch({ client, scopes: ['api://orders/.default'], origins: ['https://api.example'] });
 * ```
 *
 * @packageDocumentation
 */
export type { CertificateTokenSource, RebindReason, SourceWish } from './acquire/certificate-source.ts';
export type { SignRequestOptions } from './acquire/sign-request.ts';
export {
  createSourceClient,
  type SourceClient,
  type SourceClientOptions,
  type SourceQuery,
  type SourceTokenRequest,
} from './acquire/source-client.ts';
export { type CurrentCertificateOptions, createTokenClient, type TokenClient } from './acquire/token-client.ts';
export type { TokenClientOptions } from './acquire/token-client-options.ts';
export type { ClientTokenRequest } from './acquire/token-request.ts';
export type { TokenResult } from './acquire/token-result.ts';
export type { TokenState } from './cache/token-state.ts';
export type { TokenStore } from './cache/token-store.ts';
export { type ClientAssertionCallback, createAssertionCredential } from './client-auth/assertion-callback.ts';
export type {
  BindingCertificateSource,
  BindWish,
  BoundCredentials,
  CertificateRenewal,
  UsedAuthentication,
} from './client-auth/bound-credentials.ts';
export {
  type CertificateCredentialOptions,
  type CertificateReference,
  createCertificateCredential,
} from './client-auth/certificate-assertion.ts';
export {
  boundAssertionParameters,
  type ClientAuthTarget,
  type ClientCredential,
} from './client-auth/client-credential.ts';
export { createSecretCredential } from './client-auth/client-secret.ts';
export {
  type AuthorizationHeader,
  type AuthorizationHeaderOptions,
  type CertificateOnly,
  type CertificateOnlyOptions,
  createAuthorizationHeader,
  type TokenMetadata,
} from './downstream/authorization-header.ts';
export { type BoundFetchOptions, createBoundFetch, type FetchClient } from './downstream/bound-fetch.ts';
export type { CertificateConnections } from './downstream/choose-transport.ts';
export { createExchanges } from './downstream/exchange.ts';
export type { Answer, Exchange, ExchangeOptions, Exchanges } from './downstream/exchange-loop.ts';
export type { BoundFetch } from './downstream/fetch-loop.ts';
export { dangerouslyAllowLoopbackHttp } from './downstream/origins.ts';
export type { AnsweredHeaders } from './downstream/read-challenge.ts';
export { type ReceivedTokenType, TokenNotBound, TokenTypeDowngraded } from './errors/binding-errors.ts';
export { type OauthErrorCode, oauthErrors } from './errors/catalog.ts';
export { FetchRefused, type FetchRefusedCode } from './errors/fetch-refused.ts';
export {
  ClientAssertionMissing,
  type MetadataCode,
  MetadataRefused,
  TenantRequired,
  type TokenHashCode,
  TokenHashRefused,
} from './errors/request-errors.ts';
export {
  BindingUnavailable,
  type BindingUnavailableDetails,
  type CertificateLack,
  ProofKeyUnavailable,
  type ProofKeyUnavailableCode,
  SchemeContradicted,
  type SchemeContradictedCode,
  SchemeUnavailable,
  SchemeUnknown,
} from './errors/scheme-errors.ts';
export {
  RevokedTokenRepeated,
  TokenEndpointFailed,
  type TokenEndpointFailedCode,
  TokenEndpointThrottled,
  TokenReplyMalformed,
  TokenTypeUnexpected,
} from './errors/token-errors.ts';
export { type RefusalFacts, TokenRequestRefused } from './errors/token-request-refused.ts';
export type {
  CertificateRetried,
  ClientEvent,
  DangerousOption,
  KeyDiscarded,
  KeyGenerated,
  KeyRotated,
  RefreshReason,
  StoreFailed,
  TokenAcquired,
  TokenFailed,
  TokenOrigin,
  TokenStateChanged,
  TokenSubject,
  TokenUnbound,
} from './events/token-event.ts';
export { createFetchTransport } from './http/fetch-transport.ts';
export { readErrorCodes } from './http/read-error-codes.ts';
export { isTokenText } from './http/token-text.ts';
export { type Authority, parseAuthority, parseTenant } from './metadata/authority.ts';
export { parseKnownAuthorities } from './metadata/known-origins.ts';
export type { AuthorizationScheme, KeyForm, TokenBinding } from './scheme/authorization-scheme.ts';
export { bearerScheme } from './scheme/bearer.ts';
export type { BindingCertificate, BoundCredential } from './scheme/binding-certificate.ts';
export type { MtlsDialect } from './scheme/mtls-pop.ts';
export { parseSchemeName, type SchemeInput, type SchemeName } from './scheme/scheme-name.ts';
export {
  type CertificatePlace,
  type CertificateTokenRequester,
  type CertificateTokenRequesterOptions,
  createCertificateTokenRequester,
} from './token-endpoint/request-over-certificate.ts';
export type { TokenQuery, TokenReply, TokenRequestHeaders } from './token-endpoint/token-query.ts';

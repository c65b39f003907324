/**
 * Validates access tokens and their proofs at an API, strict by default: every token is bound, every request is proved, once.
 *
 * {@link createTokenValidator} makes the validator of an API. With a framework, hand it to an adapter: `@holdfast/resource/express`,
 * `/fastify`, `/hono`, or `/web` for everything that speaks `Request` and `Response`. Without one, {@link fromNodeRequest} reads the request
 * and {@link buildFailureResponse} words the answer. There is no option that accepts a bound token without its proof.
 *
 * @example
 * ```ts
 * import { createTokenValidator, entraIssuers } from '@holdfast/resource';
 *
 * export const validator = createTokenValidator({
 *   issuers: entraIssuers({
 *     authority: 'https://login.microsoftonline.com',
 *     tenants: ['8e1f9a0e-0000-4000-8000-5f2d3c4b5a69'],
 *   }),
 *   audience: 'api://orders',
 *   origins: 'https://api.example',
 * });
 * ```
 *
 * @packageDocumentation
 */
export type { Authenticated, Binding } from './authenticate/authenticated.ts';
export { createTokenValidator, type TokenValidator } from './authenticate/token-validator.ts';
export type { ProofPolicy } from './binding/decide-binding.ts';
export type { CertificateReader, KnownCertificate, RevocationCheck } from './client-certificate/certificate-rules.ts';
export {
  type ClientCertificateOptions,
  dangerouslyTrustForwardedCertificate,
} from './client-certificate/client-certificate-options.ts';
export type { PresentedScheme } from './credential/extract-credential.ts';
export { AuthenticationFailure } from './errors/authentication-failure.ts';
export {
  type ChallengeKind,
  type ResourceErrorCode,
  type ResourceErrorEntry,
  resourceErrors,
} from './errors/catalog.ts';
export type { AuthenticationFailureCode } from './errors/refused.ts';
export type { ResourceEvent } from './events/resource-event.ts';
export { fromNodeRequest, type NodeRequest, type NodeSession, type NodeStream } from './incoming/from-node-request.ts';
export type {
  AcceptingServer,
  ConnectionCertificate,
  IncomingConnection,
  IncomingRequest,
  PresentedCertificate,
} from './incoming/incoming-request.ts';
export { type EntraIssuersOptions, entraIssuers } from './issuers/entra-issuers.ts';
export type { IssuerOptions } from './issuers/issuer-options.ts';
export type { KeySetTimes } from './issuers/remote-keys.ts';
export { type DefaultOptions, defaultOptions } from './options/defaults.ts';
export type { NonceOptions, TokenValidatorOptions } from './options/token-validator-options.ts';
export type { Requirements } from './permissions/requirements.ts';
export { claimsChallenge } from './respond/claims-challenge.ts';
export { corsExposedHeaders } from './respond/cors.ts';
export { buildFailureResponse, type FailureResponse } from './respond/failure-response.ts';
export {
  createMemoryRevocationFeed,
  type MemoryRevocationFeed,
  type MemoryRevocationFeedOptions,
} from './revocation/memory-feed.ts';
export type { RevocationEntry, RevocationKind } from './revocation/revocation-entry.ts';
export type { RevocationFacts } from './revocation/revocation-facts.ts';
export type { RevocationFeed } from './revocation/revocation-feed.ts';
export { dangerouslyAcceptWhenLost, type RevocationOptions } from './revocation/revocation-options.ts';

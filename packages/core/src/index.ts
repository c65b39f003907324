/**
 * The building blocks of holder-of-key tokens, for any JavaScript runtime and without dependencies: keys and their thumbprints, `cnf`,
 * compact JWS, signed HTTP requests, challenges, nonces and replay.
 *
 * Most programs do not need this package by name: clients use `@holdfast/node`, APIs `@holdfast/resource`. Come here to put proofs into
 * a client or a server of your own, or to keep keys in a place that the other packages do not know, behind the port {@link SigningKey}.
 * Functions here are small and judge one thing each; what a function leaves open stands at the function.
 *
 * @example
 * ```ts
 * import { createSignedHttpRequest, generateSigningKey } from '@holdfast/core';
 *
 * const key = await generateSigningKey({ alg: 'RS256' });
 * const request = { method: 'GET', url: 'https://api.example/orders?page=2' };
 * const proof = await createSignedHttpRequest({ accessToken: 'the access token, bound to this key', key, request });
 * console.log(`Authorization: PoP ${proof}`.length);
 * ```
 *
 * @packageDocumentation
 */
export { decodeBase64, encodeBase64 } from './base/base64.ts';
export { decodeBase64url, encodeBase64url } from './base/base64url.ts';
export { type Bytes, decodeUtf8, encodeUtf8 } from './base/bytes.ts';
export { type Clock, epochSeconds } from './base/clock.ts';
export { sha256Base64url, sha256Hex } from './base/digest.ts';
export { equalText } from './base/equal.ts';
export { isGuid } from './base/guid.ts';
export { randomBytes, randomId } from './base/random.ts';
export {
  isJsonObject,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  parseStrictJson,
  parseStrictJsonObject,
} from './base/strict-json.ts';
export { hasCapability, mergeClaims, readCapabilities } from './challenge/capabilities.ts';
export { encodeClaimsChallenge, parseClaimsChallenge } from './challenge/claims-challenge.ts';
export {
  createNonceIssuer,
  type NonceIssuer,
  type NonceIssuerOptions,
  type NonceVerdict,
} from './challenge/server-nonce.ts';
export { type Confirmation, type KeyConfirmation, parseCnf } from './cnf/confirmation.ts';
export { buildReqCnf, parseReqCnf } from './cnf/req-cnf.ts';
export { type CoreErrorCode, coreErrors } from './errors/catalog.ts';
export { type ClaimsCode, ClaimsMalformed } from './errors/claims-malformed.ts';
export {
  type CnfCode,
  CnfInvalid,
  type JsonCode,
  JsonInvalid,
  type JwsCode,
  JwsInvalid,
  KeyUnusable,
  SignatureInvalid,
} from './errors/core-errors.ts';
export { DeadlineExceeded } from './errors/deadline-exceeded.ts';
export { type EncodingCode, EncodingInvalid } from './errors/encoding-invalid.ts';
export { FlightAborted } from './errors/flight-aborted.ts';
export { type HeaderCode, HeaderMalformed } from './errors/header-malformed.ts';
export { type ErrorDetails, type ErrorEntry, HoldfastError } from './errors/holdfast-error.ts';
export { type JwkCode, JwkInvalid } from './errors/jwk-invalid.ts';
export { KeyPoolClosed } from './errors/key-pool-closed.ts';
export { ReplayStoreFull, type ReplayStoreFullCode } from './errors/replay-store-full.ts';
export { type RequestTargetCode, RequestTargetInvalid } from './errors/request-target-invalid.ts';
export { type ShrCode, ShrInvalid } from './errors/shr-invalid.ts';
export { createEventSink, type EventSink } from './events/event-sink.ts';
export { type BackoffOptions, backoffDelay } from './flow/backoff.ts';
export { createDeadline, type Deadline } from './flow/deadline.ts';
export { createSingleFlight, type SingleFlight } from './flow/single-flight.ts';
export { buildAuthenticationInfo, parseAuthenticationInfo } from './http/authentication-info.ts';
export { readBoundedBody } from './http/read-bounded-body.ts';
export { parseRequestTarget, type RequestTarget } from './http/request-target.ts';
export { parseRetryAfter } from './http/retry-after.ts';
export type { Transport } from './http/transport.ts';
export {
  type AuthChallenge,
  buildWwwAuthenticate,
  type ChallengeParts,
  findChallenge,
  parseWwwAuthenticate,
} from './http/www-authenticate.ts';
export { type AlgorithmEntry, findAlgorithm, type JwsAlgorithm } from './jwa/algorithms.ts';
export { type KeySetKey, parseJwkSet } from './jwk/jwk-set.ts';
export { type EcPublicJwk, type PublicJwk, parsePublicJwk, type RsaPublicJwk } from './jwk/public-jwk.ts';
export { isThumbprint, jwkThumbprint } from './jwk/thumbprint.ts';
export { type CompactJws, type DecodeOptions, decodeCompactJws, type JwsHeader } from './jws/compact.ts';
export { signCompactJws } from './jws/sign.ts';
export { verifyCompactJws } from './jws/verify.ts';
export { type GenerateKeyOptions, generateSigningKey } from './keys/generate-key.ts';
export { createKeyPool, type KeyPool, type KeyPoolOptions } from './keys/key-pool.ts';
export {
  createKeyRing,
  dropExpiredKeys,
  findRingKey,
  type KeyRing,
  type NextKey,
  noteTokenExpiry,
  type RetiredKey,
  rotateKeyRing,
} from './keys/key-ring.ts';
export type { HostCryptoKey, SigningKey, VerificationKey } from './keys/signing-key.ts';
export { importVerificationKey } from './keys/verification-key.ts';
export { createSigningKey, importPkcs8SigningKey, type SigningKeyOptions } from './keys/webcrypto-key.ts';
export { createLruMap, type LruEntry, type LruIndex, type LruMap } from './memory/lru-map.ts';
export { type CreateShrOptions, createSignedHttpRequest, type SignableRequest } from './shr/create.ts';
export { type DecodedShr, decodeSignedHttpRequest } from './shr/decode.ts';
export type { ShrDialect } from './shr/dialects.ts';
export type { HeaderField } from './shr/hashed-parts.ts';
export {
  type ReceivedRequest,
  type VerifiedShr,
  type VerifyShrOptions,
  verifySignedHttpRequest,
} from './shr/verify.ts';
export {
  createMemoryReplayStore,
  type MemoryReplayStore,
  type MemoryReplayStoreOptions,
} from './stores/memory-replay-store.ts';
export type { ReplayClaim, ReplayStore } from './stores/replay-store.ts';

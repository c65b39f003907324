export { decodeBase64, encodeBase64 } from './base/base64.ts';
export { decodeBase64url, encodeBase64url } from './base/base64url.ts';
export { type Bytes, decodeUtf8, encodeUtf8 } from './base/bytes.ts';
export { type Clock, epochSeconds } from './base/clock.ts';
export { sha256, sha256Base64url, sha256Hex } from './base/digest.ts';
export { equalBytes, equalText } from './base/equal.ts';
export { randomBytes, randomId } from './base/random.ts';
export {
  isJsonObject,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  parseStrictJson,
  parseStrictJsonObject,
} from './base/strict-json.ts';
export { type Confirmation, type KeyConfirmation, parseCnf } from './cnf/confirmation.ts';
export { buildReqCnf, parseReqCnf } from './cnf/req-cnf.ts';
export { KeyUnusable, type ShrCode, ShrInvalid, SignatureInvalid } from './errors/failed-proof.ts';
export { type ErrorDetails, type ErrorEntry, HoldfastError } from './errors/holdfast-error.ts';
export {
  type CnfCode,
  CnfInvalid,
  type EncodingCode,
  EncodingInvalid,
  type JsonCode,
  JsonInvalid,
  type JwkCode,
  JwkInvalid,
  type JwsCode,
  JwsInvalid,
} from './errors/malformed-input.ts';
export { type AlgorithmEntry, findAlgorithm, type JwsAlgorithm } from './jwa/algorithms.ts';
export { type KeySetKey, parseJwkSet } from './jwk/jwk-set.ts';
export { type EcPublicJwk, type PublicJwk, parsePublicJwk, type RsaPublicJwk } from './jwk/public-jwk.ts';
export { isThumbprint, jwkThumbprint } from './jwk/thumbprint.ts';
export { type CompactJws, type DecodeOptions, decodeCompactJws, type JwsHeader } from './jws/compact.ts';
export { signCompactJws } from './jws/sign.ts';
export { verifyCompactJws } from './jws/verify.ts';
export { type GenerateKeyOptions, generateSigningKey } from './keys/generate-key.ts';
export type { HostCryptoKey, SigningKey, VerificationKey } from './keys/signing-key.ts';
export {
  createSigningKey,
  importPkcs8SigningKey,
  importVerificationKey,
  type SigningKeyOptions,
} from './keys/webcrypto-key.ts';
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

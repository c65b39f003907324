import type { ErrorEntry } from '@holdfast/core';

/** How a refusal is put on the wire (RFC 9110 section 11.6.1). */
export type ChallengeKind =
  /** Names the accepted schemes, without an error: nothing usable was sent (RFC 6750 section 3.1). */
  | 'offer'
  /** `error="invalid_request"`. */
  | 'request'
  /** `error="invalid_token"`. */
  | 'token'
  /** `error="insufficient_scope"`. */
  | 'scope'
  /** A fresh server nonce, first and alone. */
  | 'nonce'
  /** `error="insufficient_claims"` under Bearer, the one form that existing clients read. */
  | 'claims'
  /** No challenge: the caller cannot mend it. */
  | 'none';

/** A row of the catalogue: what every error has, and its face in HTTP. */
export interface ResourceErrorEntry extends ErrorEntry {
  /** HTTP status of the answer. */
  readonly status: 400 | 401 | 403 | 413 | 500 | 503;
  /** What its `WWW-Authenticate` says. */
  readonly challenge: ChallengeKind;
  /** The scheme a challenge speaks under when the presented one would be wrong. */
  readonly speaks?: 'PoP' | 'mtls_pop';
  /** `Retry-After` of the answer, in seconds. */
  readonly retryAfterSeconds?: number;
}

// waiver: a table of data, one row per code, in the order of the steps. `meaning` is also the `error_description` on the wire.
/** Codes of this package, each with its meaning, its mend and its face in HTTP. */
export const resourceErrors = {
  ERR_CREDENTIAL_MISSING: {
    meaning: 'The request carries no access token',
    mend: 'Send one Authorization header.',
    status: 401,
    challenge: 'offer',
  },
  ERR_CREDENTIAL_REPEATED: {
    meaning: 'The request carries more than one Authorization header',
    mend: 'Send exactly one.',
    status: 400,
    challenge: 'request',
  },
  ERR_CREDENTIAL_TOO_LARGE: {
    meaning: 'The Authorization header is longer than allowed',
    mend: 'Send a shorter token.',
    status: 400,
    challenge: 'request',
  },
  ERR_CREDENTIAL_MALFORMED: {
    meaning: 'The Authorization header is not one scheme and one token',
    mend: 'Send the scheme, one space and the token.',
    status: 400,
    challenge: 'request',
  },
  ERR_CREDENTIAL_SCHEME: {
    meaning: 'The authentication scheme is not accepted here',
    mend: 'Use a scheme that the challenge names.',
    status: 401,
    challenge: 'offer',
  },
  ERR_INCOMING_TARGET: {
    meaning: 'The request target is not an absolute path',
    mend: 'Send the origin form of the target: a path and a query (RFC 9112 section 3.2.1).',
    status: 400,
    challenge: 'request',
  },
  ERR_INCOMING_BODY: {
    meaning: 'The request body is longer than the API keeps for verification',
    mend: 'Send a shorter body.',
    status: 413,
    challenge: 'none',
  },
  ERR_PROOF_MALFORMED: {
    meaning: 'The proof is not a well-formed signed HTTP request',
    mend: 'Send PoP and a compact JWS of type pop.',
    status: 401,
    challenge: 'token',
    speaks: 'PoP',
  },
  ERR_TOKEN_MALFORMED: {
    meaning: 'The access token is malformed or its header is not allowed',
    mend: 'Send the token byte for byte as it was issued.',
    status: 401,
    challenge: 'token',
  },
  ERR_TOKEN_TYPE: {
    meaning: 'The token is of another type than an access token',
    mend: 'Send an access token; its header says JWT, at+jwt or nothing as type.',
    status: 401,
    challenge: 'token',
  },
  ERR_TOKEN_NOT_ACCESS_TOKEN: {
    meaning: 'The token is not an access token',
    mend: 'Send an access token for this API, not an id_token or an assertion.',
    status: 401,
    challenge: 'token',
  },
  ERR_ISSUER_UNKNOWN: {
    meaning: 'The issuer of the access token is not trusted here',
    mend: 'Ask a trusted authority for a token for this API.',
    status: 401,
    challenge: 'token',
  },
  ERR_ISSUER_TENANT: {
    meaning: 'The tenant of the access token is not accepted here',
    mend: 'Ask for the token in an accepted tenant; the tid claim is a lower-case GUID.',
    status: 401,
    challenge: 'token',
  },
  ERR_TOKEN_ALGORITHM: {
    meaning: 'The signature algorithm of the access token is not accepted from its issuer',
    mend: 'List the algorithm with the issuer, if that issuer really signs with it.',
    status: 401,
    challenge: 'token',
  },
  ERR_ISSUER_KEY_UNKNOWN: {
    meaning: 'The access token names no key of its issuer',
    mend: 'Ask for a new token; the signing key may have been retired.',
    status: 401,
    challenge: 'token',
  },
  ERR_ISSUER_KEY_FOREIGN: {
    meaning: 'The key named by the access token signs for another issuer',
    mend: 'Ask for the token in the tenant it is meant for.',
    status: 401,
    challenge: 'token',
  },
  ERR_ISSUER_KEYS_UNAVAILABLE: {
    meaning: 'The keys of the issuer cannot be had at the moment',
    mend: 'Try again later; the owner of this API finds the reason in the event issuer.failed.',
    status: 503,
    challenge: 'none',
  },
  ERR_TOKEN_SIGNATURE: {
    meaning: 'The signature of the access token does not verify',
    mend: 'Send the token byte for byte as it was issued.',
    status: 401,
    challenge: 'token',
  },
  ERR_TOKEN_CLAIM: {
    meaning: 'A claim of the access token is missing or malformed',
    mend: 'Issue the claim as RFC 7519 section 4 or the authority defines it.',
    status: 401,
    challenge: 'token',
  },
  ERR_TOKEN_AUDIENCE: {
    meaning: 'The access token is meant for another API',
    mend: 'Ask for a token whose only audience is this API.',
    status: 401,
    challenge: 'token',
  },
  ERR_TOKEN_EXPIRED: {
    meaning: 'The access token has expired',
    mend: 'Ask for a new token.',
    status: 401,
    challenge: 'token',
  },
  ERR_TOKEN_NOT_YET_VALID: {
    meaning: 'The access token is not valid yet',
    mend: 'Keep the clocks of the authority and of this API in step.',
    status: 401,
    challenge: 'token',
  },
  ERR_BINDING_CNF: {
    meaning: 'The confirmation of the access token cannot be enforced',
    mend: 'Bind the token to exactly one key or certificate by jwk, kid, jkt or x5t#S256.',
    status: 401,
    challenge: 'token',
  },
  ERR_BINDING_UNBOUND: {
    meaning: 'The access token is not bound to a key or certificate',
    mend: 'Ask the authority for a bound token.',
    status: 401,
    challenge: 'token',
    speaks: 'PoP',
  },
  ERR_BINDING_BOUND: {
    meaning: 'The access token is bound, and this API cannot check its proof',
    mend: 'Ask for an unbound token, or have the API accept proofs.',
    status: 401,
    challenge: 'token',
  },
  ERR_BINDING_PROOF_MISSING: {
    meaning: 'The access token is bound to a key and came without proof of it',
    mend: 'Send the token inside a signed HTTP request.',
    status: 401,
    challenge: 'token',
    speaks: 'PoP',
  },
  ERR_BINDING_PROOF_UNEXPECTED: {
    meaning: 'The proof belongs to an access token that is bound to no key',
    mend: 'Send a token bound to a certificate as mtls_pop, over its connection.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_MISSING: {
    meaning: 'The access token is bound to a certificate and none was presented',
    mend: 'Present the client certificate in the TLS handshake.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_MISMATCH: {
    meaning: 'The client certificate is not the one that the access token is bound to',
    mend: 'Present the certificate with which the token was asked for.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_EXPIRED: {
    meaning: 'The client certificate is outside its period of validity',
    mend: 'Renew the certificate and ask for a token bound to the new one.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_RESUMED: {
    meaning: 'The access token is bound to a certificate, and the connection resumed a TLS session without one',
    mend: 'Open a new connection without resuming a session, and present the client certificate in its handshake.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_HOP: {
    meaning: 'A client certificate was forwarded by somebody who is not trusted to do so',
    mend: 'Come through the proxy of this API and leave its headers out; the owner of the API lists its proxies as trustedHops.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_FORWARDED: {
    meaning: 'The forwarded client certificate cannot be read',
    mend: 'Have the proxy send its header once, as its form prescribes, and remove what callers send under that name.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_UNVERIFIED: {
    meaning: 'The proxy did not verify the client certificate',
    mend: 'Use a certificate from an issuer that the proxy trusts.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_USAGE: {
    meaning: 'The client certificate is not meant for clients',
    mend: 'Use a certificate whose extended key usage allows client authentication, or that has none.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_REVOKED: {
    meaning: 'The client certificate was revoked',
    mend: 'Get a new certificate and ask for a token bound to it.',
    status: 401,
    challenge: 'token',
    speaks: 'mtls_pop',
  },
  ERR_CERTIFICATE_UNCHECKED: {
    meaning: 'It cannot be told at the moment whether the client certificate was revoked',
    mend: 'Try again later; the owner of this API finds the reason in the event revocation.failed.',
    status: 503,
    challenge: 'none',
  },
  ERR_PROOF_SIGNATURE: {
    meaning: 'The signature of the proof does not verify under the key of the access token',
    mend: 'Sign with the key that the access token is bound to.',
    status: 401,
    challenge: 'token',
    speaks: 'PoP',
  },
  ERR_TOKEN_REVOKED: {
    meaning: 'The access token, or what it is bound to, was revoked',
    mend: 'Ask the authority for a token with the claims of the challenge; where a key or certificate was revoked, with another one.',
    status: 401,
    challenge: 'claims',
  },
  ERR_REVOCATION_UNKNOWN: {
    meaning: 'It cannot be told at the moment whether the access token was revoked',
    mend: 'Try again later, with the same token; the owner of this API finds the reason in the events of its revocation feed.',
    status: 503,
    challenge: 'none',
    retryAfterSeconds: 10,
  },
  ERR_PERMISSION_SCOPE: {
    meaning: 'The access token lacks a scope that is required here',
    mend: 'Ask for a token with the scopes that the challenge names.',
    status: 403,
    challenge: 'scope',
  },
  ERR_PERMISSION_ROLE: {
    meaning: 'The access token lacks a role that is required here',
    mend: 'Have the role assigned to the caller.',
    status: 403,
    challenge: 'scope',
  },
  ERR_NONCE_MISSING: {
    meaning: 'The proof carries no server nonce',
    mend: 'Sign again with the nonce of the challenge.',
    status: 401,
    challenge: 'nonce',
  },
  ERR_NONCE_STALE: {
    meaning: 'The server nonce of the proof is too old',
    mend: 'Sign again with the nonce of the challenge.',
    status: 401,
    challenge: 'nonce',
  },
  ERR_NONCE_UNKNOWN: {
    meaning: 'The nonce of the proof was not issued by this API',
    mend: 'Sign again with the nonce of the challenge.',
    status: 401,
    challenge: 'nonce',
  },
  ERR_REPLAY_REPEATED: {
    meaning: 'The proof was used before',
    mend: 'Sign every request anew.',
    status: 401,
    challenge: 'nonce',
  },
  ERR_REPLAY_FULL: {
    meaning: 'Proofs cannot be remembered at the moment',
    mend: 'Try again later; the owner of this API gives the replay store more room.',
    status: 503,
    challenge: 'none',
  },
  ERR_REPLAY_FAILED: {
    meaning: 'Proofs cannot be checked for repetition at the moment',
    mend: 'Try again later; the owner of this API finds the reason in the event replay.unavailable.',
    status: 503,
    challenge: 'none',
  },
  ERR_CLAIMS_INSUFFICIENT: {
    meaning: 'The access token lacks claims that the API asks for',
    mend: 'Ask the authority for a token with the claims of the challenge.',
    status: 401,
    challenge: 'claims',
  },
  ERR_AUTHENTICATE_INTERNAL: {
    meaning: 'The request could not be authenticated',
    mend: 'The owner of this API finds the reason in the cause of the failure.',
    status: 500,
    challenge: 'none',
  },
} as const;

/** Every code of {@link resourceErrors}. */
export type ResourceErrorCode = keyof typeof resourceErrors;

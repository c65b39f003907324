// A table of data: one row per code, in the order of the rooms.
/** Every code of this package, each with its meaning and its mend. */
export const coreErrors = {
  ERR_UTF8_INVALID: {
    meaning: 'The bytes are not well-formed UTF-8',
    mend: 'Send text encoded as UTF-8.',
  },
  ERR_BASE64URL_INVALID: {
    meaning: 'The text is not canonical unpadded base64url',
    mend: 'Encode with the URL-safe alphabet, without padding, blanks or spare bits (RFC 7515 section 2).',
  },
  ERR_BASE64_INVALID: {
    meaning: 'The text is not canonical padded base64',
    mend: 'Encode with the standard alphabet, padded, without blanks or spare bits (RFC 4648 section 4).',
  },
  ERR_JSON_TOO_LARGE: {
    meaning: 'The JSON text is longer than allowed',
    mend: 'Send a shorter document.',
  },
  ERR_JSON_SYNTAX: {
    meaning: 'The text is not JSON',
    mend: 'Send one JSON value as RFC 8259 defines it.',
  },
  ERR_JSON_DUPLICATE_MEMBER: {
    meaning: 'A JSON object names a member twice',
    mend: 'Name every member once: two readers could take different values (RFC 7515 section 4).',
  },
  ERR_JSON_RESERVED_MEMBER: {
    meaning: 'A JSON object uses a member name that readers may understand differently',
    mend: 'Name no member __proto__, and none with a character that JSON must escape.',
  },
  ERR_JSON_TOO_DEEP: {
    meaning: 'The JSON text is nested too deeply',
    mend: 'Send a flatter document.',
  },
  ERR_JSON_NOT_OBJECT: {
    meaning: 'The JSON text is not an object',
    mend: 'Send a JSON object.',
  },
  ERR_FLIGHT_ABORTED: {
    meaning: 'The caller stopped waiting before the work was done',
    mend: 'Nothing to do when the abort was meant; its reason is the cause of this error.',
  },
  ERR_DEADLINE_EXCEEDED: {
    meaning: 'The work took longer than its deadline',
    mend: 'Try again later, or allow more time where the deadline is set.',
  },
  ERR_HEADER_TOO_LARGE: {
    meaning: 'The header field is longer than 16 KiB',
    mend: 'Send a shorter header.',
  },
  ERR_HEADER_SYNTAX: {
    meaning: 'The header field does not follow its grammar',
    mend: 'Write challenges and parameters as RFC 9110 section 11.2 defines them.',
  },
  ERR_HEADER_DUPLICATE_PARAMETER: {
    meaning: 'The header field names a parameter twice',
    mend: 'Name every parameter once in a challenge: two readers could take different values (RFC 9110 section 11.2).',
  },
  ERR_HEADER_VALUE: {
    meaning: 'A parameter value cannot be written in a header field',
    mend: 'Keep to visible US-ASCII characters, blanks and tabs (RFC 9110 section 5.6.4).',
  },
  ERR_REQUEST_TARGET_FORM: {
    meaning: 'The request target is not in origin form',
    mend: 'Send an absolute path with an optional query (RFC 9112 section 3.2.1).',
  },
  ERR_REQUEST_TARGET_CHARACTER: {
    meaning: 'The request target holds a character that is read in more than one way',
    mend: 'Percent-encode blanks, controls, backslashes and everything outside US-ASCII, and send no fragment.',
  },
  ERR_REPLAY_STORE_FULL: {
    meaning: 'The replay store is full of live entries',
    mend: 'Answer 503 and raise the limit of the store or share the load: a live entry is never dropped.',
  },
  ERR_REPLAY_OWNER_QUOTA: {
    meaning: 'One key has used up its share of the replay store',
    mend: 'Answer 503 and look at what the client does; raise the quota when its traffic is honest.',
  },
  ERR_JWK_NOT_OBJECT: {
    meaning: 'A JWK must be a JSON object',
    mend: 'Send a public key as a JSON Web Key (RFC 7517 section 4).',
  },
  ERR_JWK_PRIVATE: {
    meaning: 'The JWK carries private or symmetric key material',
    mend: 'Send the public members only, and treat this key as disclosed.',
  },
  ERR_JWK_KTY: {
    meaning: 'The key type of the JWK is not supported',
    mend: 'Use an RSA key or an EC key on P-256.',
  },
  ERR_JWK_MEMBER: {
    meaning: 'A member of the JWK is missing or malformed',
    mend: 'Encode each number as canonical base64url without leading zeros (RFC 7518 section 6).',
  },
  ERR_JWK_WEAK: {
    meaning: 'The key is too weak',
    mend: 'Use RSA with 2048 to 8192 bits, an odd modulus and an odd public exponent of at least 65537.',
  },
  ERR_JWK_NOT_ON_CURVE: {
    meaning: 'The point of the JWK is not on its curve',
    mend: 'Export the public key again from the key pair.',
  },
  ERR_JWK_ALG: {
    meaning: 'The algorithm or use named in the JWK does not fit a signature key of its type',
    mend: 'Use RS256 or PS256 with RSA and ES256 with P-256, `sig` as use, and `verify` among key_ops.',
  },
  ERR_JWK_SET: {
    meaning: 'The document is not a usable JWK Set',
    mend: 'Send an object with a `keys` array of public keys (RFC 7517 section 5).',
  },
  ERR_CNF_NOT_OBJECT: {
    meaning: 'The confirmation is not a JSON object',
    mend: 'Put an object under `cnf` (RFC 7800 section 3.1).',
  },
  ERR_CNF_EMPTY: {
    meaning: 'The confirmation names no key and no certificate',
    mend: 'Name exactly one key or certificate under `cnf`.',
  },
  ERR_CNF_UNKNOWN_MEMBER: {
    meaning: 'The confirmation has a member that is not understood',
    mend: 'Use jwk, kid, jkt or x5t#S256: an unknown confirmation method cannot be enforced.',
  },
  ERR_CNF_THUMBPRINT: {
    meaning: 'A thumbprint in the confirmation is malformed',
    mend: 'Send the base64url SHA-256 thumbprint, 43 characters.',
  },
  ERR_CNF_CONTRADICTION: {
    meaning: 'The confirmation names two different keys',
    mend: 'Name one key; every thumbprint beside it must be its own (RFC 7800 section 3.1).',
  },
  ERR_REQ_CNF_ENCODING: {
    meaning: 'The requested confirmation is not base64url of a JSON object',
    mend: 'Send base64url without padding of {"kid":"<thumbprint>"} or of the public JWK.',
  },
  ERR_REQ_CNF_SHAPE: {
    meaning: 'The requested confirmation is neither a key thumbprint nor a public JWK',
    mend: 'Send {"kid":"<thumbprint>"} or the public JWK itself.',
  },
  ERR_KEY_UNUSABLE: {
    meaning: 'The key cannot be used for the algorithm',
    mend: 'Give a key whose type, curve and usage fit the algorithm.',
  },
  ERR_KEY_POOL_CLOSED: {
    meaning: 'The key pool is closed',
    mend: 'Take keys before the pool is closed.',
  },
  ERR_CLAIMS_TOO_LARGE: {
    meaning: 'The claims request is longer than 16 KiB',
    mend: 'Ask for fewer claims.',
  },
  ERR_CLAIMS_ENCODING: {
    meaning: 'The claims request is neither JSON nor base64 of UTF-8',
    mend: 'Send the claims request as base64 of its JSON text.',
  },
  ERR_CLAIMS_JSON: {
    meaning: 'The claims request is not a strict JSON object',
    mend: 'Send one JSON object without duplicate members (OpenID Connect Core section 5.5).',
  },
  ERR_CLAIMS_SHAPE: {
    meaning: 'A member of the claims request does not have the shape that capabilities are merged into',
    mend: 'Make `access_token` and `xms_cc` objects and `values` an array of strings.',
  },
  ERR_JWS_TOO_LARGE: {
    meaning: 'The token is longer than allowed',
    mend: 'Send a shorter token or raise the limit where it is read.',
  },
  ERR_JWS_SEGMENTS: {
    meaning: 'The token is not a compact JWS of three parts',
    mend: 'Send a signed token in compact serialisation (RFC 7515 section 7.1).',
  },
  ERR_JWS_ENCODING: {
    meaning: 'A part of the token is not canonical base64url',
    mend: 'Send the token byte for byte as it was issued.',
  },
  ERR_JWS_JSON: {
    meaning: 'A part of the token is not a strict JSON object',
    mend: 'Send the token byte for byte as it was issued.',
  },
  ERR_JWS_ALG: {
    meaning: 'The algorithm of the token is missing or not allowed',
    mend: 'Sign with RS256, PS256 or ES256.',
  },
  ERR_JWS_HEADER: {
    meaning: 'The token header has a member that is not allowed',
    mend: 'Keep to alg, typ, kid, x5t and x5t#S256; keys and extensions in a header are never trusted.',
  },
  ERR_SIGNATURE_INVALID: {
    meaning: 'The signature does not verify',
    mend: 'Sign with the private key that belongs to the expected public key.',
  },
  ERR_SHR_TYP: {
    meaning: 'The token type in the header of the proof is not that of a signed HTTP request',
    mend: 'Set `typ` to `pop`.',
  },
  ERR_SHR_DIALECT: {
    meaning: 'The proof is written in a dialect that is not accepted here',
    mend: 'Sign as draft-ietf-oauth-signed-http-request defines it, or have the API enable the dialect of the client by name.',
  },
  ERR_SHR_CLAIM_MISSING: {
    meaning: 'The signed HTTP request lacks a claim that is required',
    mend: 'Sign at, ts, m, u, p and q (draft-ietf-oauth-signed-http-request section 3).',
  },
  ERR_SHR_CLAIM_MALFORMED: {
    meaning: 'A claim of the signed HTTP request is malformed',
    mend: 'Write the claim as draft-ietf-oauth-signed-http-request section 3 defines it.',
  },
  ERR_SHR_CNF: {
    meaning: 'The signed HTTP request does not carry a usable confirmation key',
    mend: 'Put the public key under cnf.jwk when the access token names it by thumbprint only.',
  },
  ERR_SHR_KEY_MISMATCH: {
    meaning: 'The proof key is not the key that the access token is bound to',
    mend: 'Sign with the key that was named when the token was requested.',
  },
  ERR_SHR_ACCESS_TOKEN_MISMATCH: {
    meaning: 'The proof was made for another access token',
    mend: 'Sign a proof for the token that is sent.',
  },
  ERR_SHR_STALE: {
    meaning: 'The signed HTTP request is too old',
    mend: 'Sign each request when it is sent, and keep the clock in step.',
  },
  ERR_SHR_FUTURE: {
    meaning: 'The signed HTTP request is dated in the future',
    mend: 'Sign each request when it is sent, and keep the clock in step.',
  },
  ERR_SHR_METHOD: {
    meaning: 'The proof was made for another HTTP method',
    mend: 'Sign the method that is sent, in upper case.',
  },
  ERR_SHR_HOST: {
    meaning: 'The proof was made for another host',
    mend: 'Sign the host and port of the API as its owner configured them.',
  },
  ERR_SHR_PATH: {
    meaning: 'The proof was made for another path',
    mend: 'Sign the path exactly as it is sent, percent-encoding included.',
  },
  ERR_SHR_QUERY: {
    meaning: 'The proof does not cover the query that was sent',
    mend: 'Sign every query parameter exactly as it is sent.',
  },
  ERR_SHR_QUERY_UNSIGNABLE: {
    meaning: 'The query cannot be covered by a signed HTTP request',
    mend: 'Name every parameter once and leave out empty ones (draft-ietf-oauth-signed-http-request section 7.5).',
  },
  ERR_SHR_HEADERS: {
    meaning: 'The proof does not match the headers that were sent',
    mend: 'Sign headers that appear once and reach the API unchanged.',
  },
  ERR_SHR_BODY: {
    meaning: 'The proof does not match the body that was sent',
    mend: 'Sign the body bytes that are sent.',
  },
  ERR_SHR_BODY_UNAVAILABLE: {
    meaning: 'The proof covers a body that was not given to the verifier',
    mend: 'Hand the raw body bytes to the verifier (with Express: `express.json({ verify: keepRawBody })` before the guard).',
  },
} as const;

/** Every code of {@link coreErrors}. */
export type CoreErrorCode = keyof typeof coreErrors;

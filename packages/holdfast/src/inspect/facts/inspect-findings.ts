// A table of data: one row per finding, in the order of the kinds.
/** What inspect finds beyond the verdicts of the parsers and of the validator. */
export const inspectFindings = {
  INSPECT_UNKNOWN: {
    severity: 'error',
    meaning: 'This is nothing that inspect knows, and no file of that name',
    mend: 'Give a token, a proof, a key, a certificate, a CSR, req_cnf, a claims request, a challenge or a whole request; - reads stdin.',
  },
  INSPECT_PADDING: {
    severity: 'error',
    meaning: 'A part is padded with =',
    mend: 'Write base64url without padding (RFC 7515 section 2).',
  },
  INSPECT_ALPHABET: {
    severity: 'error',
    meaning: 'A part has characters that base64url does not have',
    mend: 'Write base64url, with - and _ in the place of + and /, and without blanks or line breaks.',
  },
  INSPECT_SPARE_BITS: {
    severity: 'error',
    meaning: 'The last character of a part has bits set that mean nothing',
    mend: 'Encode again: one token must have one spelling, or a deny-list by hash can be walked around.',
  },
  INSPECT_ALG_NONE: {
    severity: 'error',
    meaning: 'The header says alg none: nothing is signed, anybody can write this',
    mend: 'Refuse it wherever it turns up.',
  },
  INSPECT_ALG_SYMMETRIC: {
    severity: 'error',
    meaning: 'The algorithm is symmetric: whoever can check the signature can also make it',
    mend: 'Sign with RS256, PS256 or ES256.',
  },
  INSPECT_SIGNATURE_EMPTY: {
    severity: 'error',
    meaning: 'There is no signature',
    mend: 'Take the whole token, with all three parts.',
  },
  INSPECT_SIGNATURE_UNCHECKED: {
    severity: 'note',
    meaning: 'The signature was not checked: everything above is what the token says, not what is true',
    mend: 'Give --verify, --authority or --key-set.',
  },
  INSPECT_SIGNATURE_UNCHECKABLE: {
    severity: 'note',
    meaning: 'The signature was not checked: there is no key to check it with',
    mend: 'Give --certificate with the certificate of the signer.',
  },
  INSPECT_BEARER: {
    severity: 'warning',
    meaning: 'The token is bound to nothing: whoever holds it can use it',
    mend: 'Ask for a bound token; to the authority that is token_type=pop with req_cnf.',
  },
  INSPECT_LONG_LIFE: {
    severity: 'warning',
    meaning: 'The token is good for more than a day',
    mend: 'Ask for shorter ones: until then it can only be revoked.',
  },
  INSPECT_ID_TOKEN: {
    severity: 'error',
    meaning: 'This is an id_token: it tells a client who signed in, and opens no API',
    mend: 'Ask for an access token with a scope of the API, and send that.',
  },
  INSPECT_ENCRYPTED: {
    severity: 'note',
    meaning: 'The token is encrypted: only its API can read it',
    mend: 'Ask the API; Entra encrypts tokens for some services of Microsoft.',
  },
  INSPECT_TOKEN_UNBOUND: {
    severity: 'error',
    meaning: 'The access token inside names no key: the proof around it proves nothing',
    mend: 'Ask for the token with token_type=pop and req_cnf, and look at the token_type of the reply.',
  },
  INSPECT_DIALECT: {
    severity: 'warning',
    meaning: 'The proof has the shape of a client that covers less than the draft',
    mend: 'An API takes it only where that dialect is among its dialects.',
  },
  INSPECT_QUERY_UNSIGNED: {
    severity: 'warning',
    meaning: 'The proof covers no query: whoever is on the way may write one',
    mend: 'Let nothing hang on the query of this API, or use a client that signs it.',
  },
  INSPECT_BODY_UNSIGNED: {
    severity: 'note',
    meaning: 'The proof covers no body',
    mend: 'Where the request has one, sign it: give the body to the client that signs.',
  },
  INSPECT_JTI_MISSING: {
    severity: 'note',
    meaning: 'The proof has no jti: two requests of one second may be one and the same to a replay store',
    mend: 'Sign a fresh jti into every proof.',
  },
  INSPECT_REQUEST_UNKNOWN: {
    severity: 'note',
    meaning: 'The proof was not compared with a request',
    mend: 'Give --method and --url, and --body where there is one, or the whole request.',
  },
  INSPECT_PART_UNCHECKED: {
    severity: 'note',
    meaning: 'A hash in the proof was not compared: what it covers is not at hand',
    mend: 'Give the whole request: --url for q, --body for b, a raw request for h.',
  },
  INSPECT_NONCE_MISMATCH: {
    severity: 'error',
    meaning: 'The nonce is not the one that was given with --nonce',
    mend: 'Sign again with the nonce of the last challenge.',
  },
  INSPECT_DPOP_HEADER: {
    severity: 'error',
    meaning: 'The header of the DPoP proof is not typ, alg and a public jwk',
    mend: 'Write typ dpop+jwt, an asymmetric alg and the public key (RFC 9449 section 4.2).',
  },
  INSPECT_DPOP_CLAIM: {
    severity: 'error',
    meaning: 'A claim of the DPoP proof is missing or malformed',
    mend: 'Write jti, htm, htu and iat (RFC 9449 section 4.2).',
  },
  INSPECT_DPOP_METHOD: {
    severity: 'error',
    meaning: 'The DPoP proof was made for another method',
    mend: 'Sign the method that is sent.',
  },
  INSPECT_DPOP_ADDRESS: {
    severity: 'error',
    meaning: 'The DPoP proof was made for another address',
    mend: 'Sign the address that is sent, without query and fragment.',
  },
  INSPECT_DPOP_AGE: {
    severity: 'error',
    meaning: 'The DPoP proof is too old or from the future',
    mend: 'Sign every request when it is sent, and keep the clock in step.',
  },
  INSPECT_DPOP_TOKEN: {
    severity: 'error',
    meaning: 'The DPoP proof was made for another access token',
    mend: 'Put the base64url SHA-256 of the token that is sent under ath.',
  },
  INSPECT_DPOP_KEY: {
    severity: 'error',
    meaning: 'The access token is bound to another key than the one that signed the proof',
    mend: 'Sign with the key that was used when the token was asked for: cnf.jkt is its thumbprint.',
  },
  INSPECT_ASSERTION_CLAIM: {
    severity: 'error',
    meaning: 'A claim of the client assertion is missing or malformed',
    mend: 'Write iss and sub (both the client id), aud (the token endpoint), exp and jti (RFC 7523 section 3).',
  },
  INSPECT_ASSERTION_LIFE: {
    severity: 'warning',
    meaning: 'The client assertion is good for more than ten minutes: so long can a thief use it',
    mend: 'Make each assertion when it is needed.',
  },
  INSPECT_KEY_LABEL: {
    severity: 'note',
    meaning: 'The kid is a label, not the thumbprint of the key',
    mend: 'Never find or compare a key by it; its thumbprint is its name.',
  },
  INSPECT_PRIVATE_KEY: {
    severity: 'error',
    meaning: 'This is a private key',
    mend: 'Never send or paste it. If anybody else has seen it, treat it as disclosed and make another.',
  },
  INSPECT_CERTIFICATE_PERIOD: {
    severity: 'error',
    meaning: 'The certificate is outside its period of validity',
    mend: 'Renew it.',
  },
  INSPECT_CERTIFICATE_UNREADABLE: {
    severity: 'error',
    meaning: 'The certificate or request cannot be read',
    mend: 'Export it again, as PEM or DER.',
  },
  INSPECT_HASH_WEAK: {
    severity: 'error',
    meaning: 'It is signed with a hash that can be forged',
    mend: 'Sign with SHA-256 or better.',
  },
  INSPECT_KEY_UNSUITED: {
    severity: 'warning',
    meaning: 'The key cannot be a proof key here',
    mend: 'Use RSA of 2048 to 8192 bits or P-256.',
  },
  INSPECT_CSR_SIGNATURE: {
    severity: 'error',
    meaning: 'The request is not signed by the key in it: nobody has proved to hold that key',
    mend: 'Sign the request with the private key that belongs to it.',
  },
  INSPECT_CHALLENGE_NONCE_PLACE: {
    severity: 'warning',
    meaning: 'msal-browser finds a nonce only as the first parameter of the first challenge',
    mend: 'Send PoP nonce="…" first and alone.',
  },
  INSPECT_CHALLENGE_NONCE_CUT: {
    severity: 'warning',
    meaning: 'msal-browser cuts a nonce at its first =',
    mend: 'Issue nonces as unpadded base64url.',
  },
  INSPECT_CHALLENGE_CLAIMS_SCHEME: {
    severity: 'warning',
    meaning: 'Existing clients read claims only from a Bearer challenge with error="insufficient_claims"',
    mend: 'Send them there.',
  },
  INSPECT_CHALLENGE_EMPTY: {
    severity: 'warning',
    meaning: 'The field holds no challenge',
    mend: 'Name the schemes that the API accepts.',
  },
  INSPECT_REPLY_DOWNGRADED: {
    severity: 'error',
    meaning: 'The token type of the reply and the binding of its token do not agree',
    mend: 'A bound token comes with token_type pop (or DPoP), an unbound one with Bearer; throw this one away.',
  },
  INSPECT_MESSAGE_MALFORMED: {
    severity: 'error',
    meaning: 'The HTTP message cannot be read as one',
    mend: 'Give the start line, the header lines, an empty line, and the body.',
  },
  INSPECT_CREDENTIAL_NONE: {
    severity: 'warning',
    meaning: 'The message carries no credential and no challenge',
    mend: 'Look for Authorization in a request, and for WWW-Authenticate in a response.',
  },
} as const;

/** Every code of {@link inspectFindings}. */
export type InspectCode = keyof typeof inspectFindings;

// A table of data: one row per code, in the order of the rooms.
/** Codes of the rooms that acquire and use tokens, each with its meaning and its mend. */
export const oauthErrors = {
  ERR_SCHEME_UNKNOWN: {
    meaning: 'The authentication scheme is not known',
    mend: 'Ask for bearer, pop, mtls_pop or dpop; an unknown word never becomes bearer.',
  },
  ERR_SCHEME_UNAVAILABLE: {
    meaning: 'This client does not offer the authentication scheme',
    mend: 'Ask for bearer, pop or, with a client certificate, mtls_pop; no weaker token is returned in its place.',
  },
  ERR_SCHEME_PARAMETERS: {
    meaning: 'The request names a parameter that contradicts its authentication scheme',
    mend: 'Set authenticationScheme to the scheme that the parameter belongs to, or leave it out; protocolScheme is another name for authenticationScheme.',
  },
  ERR_SCHEME_KEY_ID: {
    meaning: 'The key id differs from the kid of the JWK',
    mend: 'Name the key the same way in both places, or leave kid out of the JWK.',
  },
  ERR_BINDING_CERTIFICATE: {
    meaning: 'There is no certificate that a token could be bound to',
    mend: 'Give the client a certificate that can be used now; the cause says what is wrong with what it has. No weaker token is returned in its place.',
  },
  ERR_PROOF_KEY_UNKNOWN: {
    meaning: 'No proof key with that thumbprint is held here',
    mend: 'Acquire a token and sign with the key it is bound to before the last token of that key expires.',
  },
  ERR_PROOF_KEY_DISCARDED: {
    meaning: 'The proof key was discarded as compromised',
    mend: 'Acquire a new token: it will be bound to a new key.',
  },
  ERR_PROOF_KEY_LIMIT: {
    meaning: 'Too many tenants hold proof keys with unexpired tokens',
    mend: 'Raise the tenant limit, or share one proof key between tenants.',
  },
  ERR_TENANT_REQUIRED: {
    meaning: 'A client acting for itself needs one tenant',
    mend: 'Name the tenant by its GUID or domain in the authority or in tenantId; common, organizations and consumers have no application of yours.',
  },
  ERR_METADATA_UNREACHABLE: {
    meaning: 'The metadata of the authority could not be read',
    mend: 'Check the authority address, the network and the trusted certificates.',
  },
  ERR_METADATA_REFUSED: {
    meaning: 'The authority refused to describe itself',
    mend: 'Check the tenant in the authority address; AADSTS90002 says that it does not exist.',
  },
  ERR_METADATA_MALFORMED: {
    meaning: 'The metadata document of the authority is malformed',
    mend: 'Point the client at an OpenID Connect authority (OpenID Connect Discovery 1.0 section 4).',
  },
  ERR_METADATA_ISSUER: {
    meaning: 'The issuer in the metadata does not belong to the authority',
    mend: 'Check the authority and tenant; list a foreign issuer host in knownAuthorities only when you trust it.',
  },
  ERR_METADATA_ENDPOINT: {
    meaning: 'An endpoint in the metadata is not at the authority',
    mend: 'List the host of the endpoint in knownAuthorities only when you trust it with the client credential.',
  },
  ERR_METADATA_MTLS: {
    meaning: 'The authority does not say where it takes client certificates',
    mend: 'Use an authority whose metadata has mtls_endpoint_aliases (RFC 8705 section 5), or one of the clouds of Entra by its login host.',
  },
  ERR_CLIENT_ASSERTION: {
    meaning: 'The client assertion callback did not return an assertion',
    mend: 'Return the assertion as a non-empty string.',
  },
  ERR_TOKEN_REQUEST_REFUSED: {
    meaning: 'The authority refused the token request',
    mend: 'Look up error and errorCodes of this error in the documentation of the authority.',
  },
  ERR_TOKEN_REPLY_MALFORMED: {
    meaning: 'The token endpoint sent a reply that cannot be used',
    mend: 'Check that the authority follows RFC 6749 section 5; nothing was cached.',
  },
  ERR_TOKEN_TYPE_DOWNGRADED: {
    meaning: 'The authority answered a request for a bound token with another token type',
    mend: 'Allow proof-of-possession tokens for this application and API at the authority; the token was thrown away.',
  },
  ERR_TOKEN_TYPE_UNEXPECTED: {
    meaning: 'The authority answered with a token type that was not asked for',
    mend: 'Ask for the scheme that the authority issues for this API; the token was thrown away.',
  },
  ERR_TOKEN_NOT_BOUND: {
    meaning: 'The authority labelled a token as bound, but the token does not name our key or certificate',
    mend: 'Make the authority put the requested key (RFC 7800) or the presented certificate (RFC 8705) under cnf; the token was thrown away.',
  },
  ERR_REVOKED_TOKEN_REPEATED: {
    meaning: 'The issuer still hands out the token that was refused',
    mend: 'Try again later, at the latest when that token has expired: a cache on the way to the issuer keeps it, and this source cannot be told, or does not heed, that it was revoked.',
  },
  ERR_TOKEN_ENDPOINT_THROTTLED: {
    meaning: 'The authority asked this client to wait',
    mend: 'Try again after retryAfterSeconds.',
  },
  ERR_TOKEN_ENDPOINT_UNREACHABLE: {
    meaning: 'The token endpoint could not be reached',
    mend: 'Check the network and the trusted certificates; the cause has the details.',
  },
  ERR_TOKEN_ENDPOINT_TIMEOUT: {
    meaning: 'The authority did not answer in time',
    mend: 'Try again later, or raise timeoutMs.',
  },
  ERR_TOKEN_HASH_MALFORMED: {
    meaning: 'The hash of the token to refresh is malformed',
    mend: 'Give the SHA-256 of the access token as 64 lower-case hexadecimal digits.',
  },
  ERR_FORCE_REFRESH_WITH_TOKEN_HASH: {
    meaning: 'forceRefresh and accessTokenSha256ToRefresh were given together',
    mend: 'Give one of them: the hash refreshes only the token it names.',
  },
  ERR_FETCH_ORIGIN: {
    meaning: 'The request goes to an origin that is not configured for this token',
    mend: 'Add the exact origin to origins, or use another fetch for requests without a token.',
  },
  ERR_FETCH_AUTHORIZATION: {
    meaning: 'The request already carries an Authorization header',
    mend: 'Leave the header out: this fetch writes it.',
  },
  ERR_FETCH_TRANSPORT: {
    meaning: 'The transport cannot present the certificate that the token is bound to',
    mend: 'Leave transport out, or give a pool of createMtlsPool: a function cannot be told which certificate to present.',
  },
  ERR_FETCH_BODY_TOO_LARGE: {
    meaning: 'The request body is larger than can be held for signing and repeating',
    mend: 'Send less, or raise maxBodyBytes.',
  },
} as const;

/** Every code of {@link oauthErrors}. */
export type OauthErrorCode = keyof typeof oauthErrors;

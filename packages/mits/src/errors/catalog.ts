// A table of data: one row per code, in the order in which a request meets them. The status answers it.
/** Codes of the managed identity token service, each with its meaning, its mend and the HTTP status that it is answered with. */
export const mitsErrors = {
  ERR_MITS_PATH: {
    meaning: 'The token service has no such path',
    mend: 'Ask at /metadata/identity/oauth2/token.',
    status: 404,
  },
  ERR_MITS_METHOD: {
    meaning: 'The token service takes no such method',
    mend: 'Ask with GET.',
    status: 405,
  },
  ERR_MITS_HOST: {
    meaning: 'The Host header does not name the token service',
    mend: 'Call it by one of the names that its owner configured.',
    status: 400,
  },
  ERR_MITS_BROWSER: {
    meaning: 'The request comes from a web page or through a proxy',
    mend: 'Call the token service from a program of the node, without Origin, Sec-Fetch-* and Forwarded headers.',
    status: 403,
  },
  ERR_MITS_SECRET: {
    meaning: 'The secret is missing or wrong',
    mend: 'Send the value of IDENTITY_HEADER in the header "secret", once.',
    status: 401,
  },
  ERR_MITS_QUERY: {
    meaning: 'The query is too long, or not percent-encoded UTF-8',
    mend: 'Percent-encode names and values (RFC 3986 section 2.1).',
    status: 400,
  },
  ERR_MITS_PARAMETER_REPEATED: {
    meaning: 'A parameter is named twice',
    mend: 'Name every parameter once.',
    status: 400,
  },
  ERR_MITS_API_VERSION: {
    meaning: 'The api-version is missing or not known',
    mend: 'Send api-version=2020-05-01.',
    status: 400,
  },
  ERR_MITS_RESOURCE: {
    meaning: 'The resource is missing or malformed',
    mend: 'Send the identifier of one API as resource, without blanks.',
    status: 400,
  },
  ERR_MITS_CAPABILITIES: {
    meaning: 'The client capabilities are malformed',
    mend: 'Send xms_cc as at most 16 words of letters, digits, dots, dashes and underscores, with commas between them.',
    status: 400,
  },
  ERR_MITS_TOKEN_HASH: {
    meaning: 'The hash of the token to refresh is malformed',
    mend: 'Send SHA-256 of the access token as 64 lower-case hexadecimal digits.',
    status: 400,
  },
  ERR_MITS_CLAIMS: {
    meaning: 'A claims request was sent to the token service, which relays none',
    mend: 'Send xms_cc, and token_sha256_to_refresh when an API refused the token.',
    status: 400,
  },
  ERR_MITS_IDENTITY_AMBIGUOUS: {
    meaning: 'The identity is named twice',
    mend: 'Send one of principalId, object_id, client_id and mi_res_id.',
    status: 400,
  },
  ERR_MITS_IDENTITY_UNKNOWN: {
    meaning: 'The caller has no such identity',
    mend: 'Assign the identity to the caller, or name one that it has.',
    status: 404,
  },
  ERR_MITS_UPSTREAM_REFUSED: {
    meaning: 'The authority refused to issue a token',
    mend: 'Mend the request as the AADSTS code says; it is the same for every caller of this identity and resource.',
    status: 400,
  },
  ERR_MITS_UPSTREAM_CREDENTIAL: {
    meaning: 'The relying party could not authenticate to the authority',
    mend: 'Check the certificate of the identity; the callers of the token service cannot mend this.',
    status: 502,
  },
  ERR_MITS_UPSTREAM_THROTTLED: {
    meaning: 'The authority wants to be left alone',
    mend: 'Wait as long as Retry-After says.',
    status: 429,
  },
  ERR_MITS_UPSTREAM_UNAVAILABLE: {
    meaning: 'The authority could not be asked, or answered with nothing of use',
    mend: 'Try again after the pause that Retry-After names.',
    status: 503,
  },
  ERR_MITS_UPSTREAM_REPEATED: {
    meaning: 'The authority issued a token again that an API has refused',
    mend: 'Try again after the pause that Retry-After names; a refused token is not handed out.',
    status: 503,
  },
  ERR_MITS_BUDGET: {
    meaning: 'The identity has used up its calls to the authority for this minute',
    mend: 'Find the caller that asks for ever new tokens; wait as long as Retry-After says.',
    status: 429,
  },
  ERR_MITS_STORE: {
    meaning: 'The store that the cluster shares cannot be used, and no token at hand answers the request',
    mend: 'Restore the store; until then, tokens at hand that nobody refused are still given.',
    status: 503,
  },
  ERR_MITS_WAIT: {
    meaning: 'The token that another process asks for did not come in time',
    mend: 'Try again after the pause that Retry-After names.',
    status: 503,
  },
  ERR_MITS_CLOSED: {
    meaning: 'The token service is shutting down',
    mend: 'Try again after the pause that Retry-After names.',
    status: 503,
  },
  ERR_MITS_INTERNAL: {
    meaning: 'The token service failed in a way that it does not know',
    mend: 'Read its events; nothing about it is told to callers.',
    status: 500,
  },
} as const;

/** Every code of {@link mitsErrors}. */
export type MitsErrorCode = keyof typeof mitsErrors;

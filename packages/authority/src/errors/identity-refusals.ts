/** One way in which the identity endpoints of the machine say no. */
export interface IdentityRefusal {
  /** HTTP status. */
  readonly status: number;
  /** `error` of an IMDS reply. */
  readonly error: string;
  /** What the client reads; `{name}` stands for a fixed word, never for something the client sent. */
  readonly text: string;
  /** The same in the words of App Service, where they are others. */
  readonly appService?: string;
  /** What to do about it, for docs/identity-endpoints.md. */
  readonly mend: string;
}

/** Every refusal of IMDS and App Service that is not one of the token service behind them. */
export const identityRefusals = {
  hostForeign: {
    status: 403,
    error: 'forbidden',
    text: 'The Host header does not name this service.',
    mend: 'Call it as 127.0.0.1, [::1] or localhost with its own port: a web page cannot, not even after DNS rebinding.',
  },
  callerForeign: {
    status: 403,
    error: 'forbidden',
    text: "Requests with the header '{name}' are not answered.",
    mend: 'Call it from a program on this machine, without Origin, Sec-Fetch-* and Forwarded headers: pages and proxies send those.',
  },
  metadataMissing: {
    status: 400,
    error: 'invalid_request',
    text: 'Required metadata header not specified',
    mend: 'Send `Metadata: true`, in lower case and once. Whoever is tricked into a request cannot set it.',
  },
  secretWrong: {
    status: 401,
    error: 'unauthorized',
    text: 'The identity header is missing or wrong.',
    mend: 'Send the value of IDENTITY_HEADER as X-IDENTITY-HEADER; with api-version 2017-09-01 as secret.',
  },
  routeUnknown: {
    status: 404,
    error: 'not_found',
    text: 'There is no such endpoint.',
    mend: 'Ask /metadata/identity/oauth2/token, /metadata/identity/getplatformmetadata, /metadata/identity/issuecredential, /metadata/instance/compute or /appservice/msi/token.',
  },
  methodWrong: {
    status: 405,
    error: 'invalid_request',
    text: "The endpoint only accepts '{name}' requests.",
    mend: 'Use the method that the Allow header names.',
  },
  queryMalformed: {
    status: 400,
    error: 'invalid_request',
    text: 'The query is malformed.',
    mend: 'Percent-encode values as UTF-8.',
  },
  parameterRepeated: {
    status: 400,
    error: 'invalid_request',
    text: "The query variable '{name}' is there twice.",
    mend: 'Send it once: two values could be read differently by two readers.',
  },
  versionMissing: {
    status: 400,
    error: 'invalid_request',
    text: "Required query variable 'api-version' is missing",
    mend: 'Send one of the versions in the table under "Asking".',
  },
  versionUnknown: {
    status: 400,
    error: 'invalid_request',
    text: 'The api-version is not supported.',
    mend: 'Send one of the versions in the table under "Asking".',
  },
  tokenHashMalformed: {
    status: 400,
    error: 'invalid_request',
    text: 'The query variable token_sha256_to_refresh is malformed.',
    mend: 'Send SHA-256 of the refused token as 64 lower-case hexadecimal digits: one that went unheard would be answered with that very token.',
  },
  credentialVersionMissing: {
    status: 400,
    error: 'invalid_request',
    text: "Required query variable 'cred-api-version' is missing",
    mend: 'Send cred-api-version=2.0.',
  },
  credentialVersionUnknown: {
    status: 400,
    error: 'invalid_request',
    text: 'The cred-api-version is not supported.',
    mend: 'Send cred-api-version=2.0.',
  },
  variableUnsupported: {
    status: 400,
    error: 'invalid_request',
    text: 'Unsupported query variables',
    mend: 'Name an identity by its resource id as mi_res_id here: msi_res_id is a name of version 1.',
  },
  bypassCacheWrong: {
    status: 400,
    error: 'invalid_request',
    text: "The query variable 'bypass_cache' is neither true nor false.",
    mend: 'Send bypass_cache=true for a certificate that was never given before, or leave it out.',
  },
  bodyMalformed: {
    status: 400,
    error: 'invalid_request',
    text: "The request body is malformed: '{name}'.",
    mend: 'Send a JSON object of at most 64 KiB as application/json: csr, and attestation_token where the key is attested.',
  },
  certificateRequestRefused: {
    status: 400,
    error: 'invalid_request',
    text: "The certificate request is not accepted: '{name}'.",
    mend: 'Send base64 of a PKCS #10 request for this identity and this machine, signed by its own RSA key of 2048 bits or more with PSS, SHA-256 and a salt of 32 bytes.',
  },
  attestationMissing: {
    status: 400,
    error: 'invalid_request',
    text: 'Attestation Token is missing / empty in the issue credential request',
    mend: 'Have the key attested (docs/attestation.md), or make attestation of the identity optional.',
  },
  resourceMissing: {
    status: 400,
    error: 'invalid_request',
    text: "Required query variable 'resource' is missing",
    mend: 'Send the application ID URI of an API, without /.default.',
  },
  identityAmbiguous: {
    status: 400,
    error: 'invalid_request',
    text: 'The identity is named in more than one way.',
    mend: 'Send one of client_id, object_id and mi_res_id, or none for the identity of the machine.',
  },
  identityEmpty: {
    status: 400,
    error: 'invalid_request',
    text: "The query variable '{name}' is empty.",
    mend: 'Name an identity, or leave the variable out: an empty name is not the identity of the machine.',
  },
  identityNotFound: {
    status: 400,
    error: 'invalid_request',
    text: 'Identity not found',
    appService: 'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    mend: 'Name an identity of the directory: GET /directory of the admin service lists them.',
  },
  identitiesSeveral: {
    status: 400,
    error: 'invalid_request',
    text: 'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request',
    mend: 'Name one of them; the machine has none of its own.',
  },
} as const;

/** Name of a row. */
export type IdentityRefusalReason = keyof typeof identityRefusals;

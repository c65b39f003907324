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
    mend: 'Ask /metadata/identity/oauth2/token, /metadata/instance/compute or /appservice/msi/token.',
  },
  methodWrong: {
    status: 405,
    error: 'invalid_request',
    text: 'The endpoint only accepts GET requests.',
    mend: 'Use GET.',
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
    mend: 'Send a version of the table below.',
  },
  versionUnknown: {
    status: 400,
    error: 'invalid_request',
    text: 'The api-version is not supported.',
    mend: 'Send a version of the table below.',
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

import { delegationRefusals } from './delegation-refusals.ts';
import { signInRefusals } from './sign-in-refusals.ts';

/** One way in which the authority says no. */
export interface AadstsRow {
  /** The number after `AADSTS`. Numbers from 9900000 on are our own: Entra has no word for what they say. */
  readonly code: number;
  /** OAuth error (RFC 6749 section 5.2). */
  readonly error: string;
  /** HTTP status. */
  readonly status: number;
  /** What the client reads; `{name}` stands for a fixed word, never for something the client sent. */
  readonly text: string;
  /** What to do about it, for docs/aadsts.md. */
  readonly mend: string;
  /** The reply carries `error` and nothing else: clients of managed identities take that for "fetch another certificate". */
  readonly isBare?: true;
  /** What kind of `invalid_grant` it is, in a word that MSAL knows. */
  readonly suberror?: 'bad_token' | 'consent_required';
}

// waiver: a table of data, the only place where codes, OAuth errors and statuses meet.
const refusals = {
  requestMalformed: {
    code: 9002313,
    error: 'invalid_request',
    status: 400,
    text: 'Invalid request. Request is malformed or invalid: {name}.',
    mend: 'Send an application/x-www-form-urlencoded body in UTF-8.',
  },
  bodyTooLarge: {
    code: 9900103,
    error: 'invalid_request',
    status: 413,
    text: 'The request body is too large.',
    mend: 'Send at most 64 KiB.',
  },
  parameterMissing: {
    code: 900144,
    error: 'invalid_request',
    status: 400,
    text: "The request body must contain the following parameter: '{name}'.",
    mend: 'Add the parameter. `token_type=pop` needs `req_cnf` beside it.',
  },
  parameterRepeated: {
    code: 9900101,
    error: 'invalid_request',
    status: 400,
    text: "The request body must contain the following parameter only once: '{name}'.",
    mend: 'Send the parameter once; two values could be read differently by two readers.',
  },
  endpointUnknown: {
    code: 9900100,
    error: 'invalid_request',
    status: 404,
    text: 'There is no such endpoint.',
    mend: 'Take the addresses from the openid-configuration document.',
  },
  methodWrong: {
    code: 900561,
    error: 'invalid_request',
    status: 405,
    text: 'The endpoint only accepts {name} requests.',
    mend: 'Use the method that the Allow header names.',
  },
  tenantMalformed: {
    code: 900023,
    error: 'invalid_request',
    status: 400,
    text: 'Specified tenant identifier is neither a valid DNS name, nor a valid external domain.',
    mend: 'Use the GUID or the domain of a tenant as the first segment of the path.',
  },
  tenantUnknown: {
    code: 90002,
    error: 'invalid_request',
    status: 400,
    text: 'Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.',
    mend: 'Use a tenant of the directory; `holdfast up` prints them.',
  },
  metadataTenantUnknown: {
    code: 90002,
    error: 'invalid_tenant',
    status: 400,
    text: 'Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.',
    mend: 'The same on the discovery endpoints, where Entra names the error differently.',
  },
  tenantRequired: {
    code: 50059,
    error: 'invalid_request',
    status: 400,
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
    mend: 'An application signs in to one tenant: use its GUID or domain instead of common or organizations.',
  },
  instanceUnknown: {
    code: 50049,
    error: 'invalid_instance',
    status: 400,
    text: 'Unknown or invalid instance.',
    mend: 'Ask about an authorization endpoint of this authority.',
  },
  grantUnsupported: {
    code: 70003,
    error: 'unsupported_grant_type',
    status: 400,
    text: 'The app requested an unsupported grant type.',
    mend: 'Use a grant that the openid-configuration document lists.',
  },
  clientUnknown: {
    code: 700016,
    error: 'unauthorized_client',
    status: 400,
    text: 'Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant.',
    mend: 'Check client_id, and that the path names the tenant the application lives in.',
  },
  credentialMissing: {
    code: 7000216,
    error: 'invalid_client',
    status: 401,
    text: "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    mend: 'Authenticate with a secret or a signed assertion, or with a certificate on the mTLS endpoint.',
  },
  credentialRepeated: {
    code: 9900102,
    error: 'invalid_request',
    status: 400,
    text: 'The request authenticates the client in more than one way.',
    mend: 'Send a secret or an assertion or a Basic header, one of them (RFC 6749 section 2.3).',
  },
  secretWrong: {
    code: 7000215,
    error: 'invalid_client',
    status: 401,
    text: 'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
    mend: 'Use the secret that `holdfast up --json` prints for this application.',
  },
  clientIsPublic: {
    code: 700025,
    error: 'invalid_client',
    status: 401,
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    mend: 'Use a confidential application, or leave the credential out where the grant allows it.',
  },
  assertionMalformed: {
    code: 50027,
    error: 'invalid_client',
    status: 401,
    text: 'JWT token is invalid or malformed: {name}.',
    mend: 'Sign a compact JWS with PS256, RS256 or ES256; at most 16 KiB.',
  },
  assertionNotVerified: {
    code: 700027,
    error: 'invalid_client',
    status: 401,
    text: 'The certificate with identifier used to sign the client assertion is not registered on application, or the signature is wrong. [Reason - {name}.]',
    mend: 'Name a registered certificate by x5t#S256, x5t or x5c, and sign with its key.',
  },
  assertionIssuerWrong: {
    code: 700021,
    error: 'invalid_client',
    status: 401,
    text: "Client assertion application identifier doesn't match 'client_id' parameter.",
    mend: 'Set iss and sub to the client id.',
  },
  assertionAudienceWrong: {
    code: 700023,
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion audience claim does not match Realm issuer.',
    mend: 'Set aud to the token endpoint of this authority and tenant, as the openid-configuration document names it.',
  },
  assertionTimeWrong: {
    code: 700024,
    error: 'invalid_client',
    status: 401,
    text: 'Client assertion is not within its valid time range.',
    mend: 'Set exp at most an hour ahead, and check the clock: 300 seconds of difference are allowed.',
  },
  federatedAudienceWrong: {
    code: 700212,
    error: 'invalid_client',
    status: 401,
    text: 'No matching federated identity record found for presented assertion audience.',
    mend: 'Ask for the token with the scope api://AzureADTokenExchange/.default, or with the `audience` of the federatedCredentials of the application.',
  },
  federatedSubjectUnknown: {
    code: 700213,
    error: 'invalid_client',
    status: 401,
    text: 'No matching federated identity record found for presented assertion subject.',
    mend: 'Name whoever the token is for under `federatedCredentials` of the application.',
  },
  federatedTokenRevoked: {
    code: 9900226,
    error: 'invalid_client',
    status: 401,
    text: 'The token that was presented as an assertion has been revoked.',
    mend: 'Fetch another token of whoever the application trusts.',
  },
  certificateTimeWrong: {
    code: 1000502,
    error: 'invalid_client',
    status: 401,
    text: 'The provided certificate is not within its specified validity period.',
    mend: 'Start the authority again to renew the certificates it issued, or register a current one.',
  },
  clientCertificateMissing: {
    code: 392200,
    error: 'invalid_request',
    status: 400,
    text: 'Client certificate is missing from the request.',
    mend: 'Present the certificate in the TLS handshake with the mTLS endpoint, which the openid-configuration document names; headers do not count.',
  },
  secretOverMtls: {
    code: 392189,
    error: 'invalid_request',
    status: 400,
    text: 'The mTLS endpoint only takes certificates, and assertions that agree with them.',
    mend: 'Leave the secret out, or send it to the ordinary token endpoint.',
  },
  certificateUnknown: {
    code: 700027,
    error: 'invalid_client',
    status: 401,
    text: 'The certificate that was presented in the TLS handshake is not registered on application.',
    mend: 'Register its thumbprint, or its subject and the authority that signed it, under `certificates`.',
  },
  certificateMismatch: {
    code: 500181,
    error: 'invalid_client',
    status: 401,
    text: 'The TLS certificate provided does not match the certificate in the assertion.',
    mend: 'Sign the assertion with the certificate that is presented, or send it as jwt-pop with its x5t#S256 in cnf.',
  },
  certificateRevoked: {
    code: 7000214,
    error: 'invalid_client',
    status: 401,
    text: 'Certificate has been revoked.',
    mend: 'Use another certificate.',
  },
  machineCertificateUnknown: {
    code: 9900223,
    error: 'invalid_client',
    status: 401,
    isBare: true,
    text: 'The certificate of the managed identity was not issued by this authority.',
    mend: 'Ask IMDS for another certificate, with bypass_cache=true: this one is of another authority, or of another data directory.',
  },
  machineCertificateTimeWrong: {
    code: 9900224,
    error: 'invalid_client',
    status: 401,
    isBare: true,
    text: 'The certificate of the managed identity is not within its validity period.',
    mend: 'Ask IMDS for another certificate, with bypass_cache=true.',
  },
  machineCertificateRevoked: {
    code: 9900225,
    error: 'invalid_client',
    status: 401,
    isBare: true,
    text: 'The certificate of the managed identity has been revoked.',
    mend: 'Ask IMDS for another certificate, with bypass_cache=true.',
  },
  attestationTimeWrong: {
    code: 1000610,
    error: 'invalid_client',
    status: 401,
    text: 'The time range of the attestation token is invalid.',
    mend: 'Attest the key again, and ask IMDS for another certificate: the token must be in force when the certificate is issued.',
  },
  attestationIssuerWrong: {
    code: 1000611,
    error: 'invalid_client',
    status: 401,
    text: 'The issuer of the attestation token is invalid.',
    mend: 'Have the key attested at the attestationEndpoint of the platform metadata.',
  },
  attestationClaimWrong: {
    code: 1000612,
    error: 'invalid_client',
    status: 401,
    text: 'The attestation token has a claim with an invalid value.',
    mend: 'Attest the very key that the certificate is for, in the name of the identity; again when the attestation was revoked, or is required by now.',
  },
  attestationAddressWrong: {
    code: 1000613,
    error: 'invalid_client',
    status: 401,
    text: 'The attestation token has an invalid jku header: its domain must match the issuer of the token.',
    mend: 'Have the key attested at the attestationEndpoint of the platform metadata.',
  },
  attestationSignatureWrong: {
    code: 1000614,
    error: 'invalid_client',
    status: 401,
    text: 'The signature of the attestation token is invalid.',
    mend: 'Send the token as the attestation service gave it; attest the key again when the data directory is a new one.',
  },
  keyRevoked: {
    code: 9900208,
    error: 'invalid_request',
    status: 400,
    text: "The key of the parameter 'req_cnf' has been revoked.",
    mend: 'Make another key: this one gets no token any more.',
  },
  certificateUnusable: {
    code: 9900221,
    error: 'invalid_client',
    status: 401,
    text: 'The client certificate cannot be used: {name}.',
    mend: 'Use an RSA key of at least 2048 bits or a NIST or Edwards curve, and clientAuth where the certificate names its purposes.',
  },
  authenticationMethodForbidden: {
    code: 9900222,
    error: 'invalid_client',
    status: 401,
    text: 'The application must not authenticate in this way.',
    mend: 'Use one of the `authenticationMethods` of the application, or change them.',
  },
  scopeMissing: {
    code: 70011,
    error: 'invalid_scope',
    status: 400,
    text: "The provided value for the input parameter 'scope' isn't valid.",
    mend: 'Send one scope, such as api://orders/.default.',
  },
  scopeNotDefault: {
    code: 1002012,
    error: 'invalid_scope',
    status: 400,
    text: 'The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
    mend: 'Send exactly one resource followed by /.default.',
  },
  scopeUnknown: {
    code: 650053,
    error: 'invalid_scope',
    status: 400,
    text: "The application asked for a scope that doesn't exist on the resource.",
    mend: 'Ask for a scope that the API offers, or add it to `scopes` of the API.',
  },
  scopesMixed: {
    code: 70011,
    error: 'invalid_scope',
    status: 400,
    text: "The provided value for the input parameter 'scope' is not valid. .default scope can't be combined with resource-specific scopes.",
    mend: 'Ask for .default alone, or for named scopes.',
  },
  severalResources: {
    code: 28000,
    error: 'invalid_scope',
    status: 400,
    text: "Provided value for the input parameter 'scope' is not valid because it contains more than one resource.",
    mend: 'Ask for the scopes of one API at a time; a refresh token gets tokens for the others.',
  },
  permissionMissing: {
    code: 650057,
    error: 'invalid_resource',
    status: 400,
    text: "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration.",
    mend: 'Add the API under `delegatedPermissions` of the application, or ask for scopes by name.',
  },
  resourceUnknown: {
    code: 500011,
    error: 'invalid_resource',
    status: 400,
    text: 'The resource principal was not found in the tenant. This can happen if the application has not been installed by the administrator of the tenant.',
    mend: 'Use an API of the directory, or add it under `resources`.',
  },
  claimsMalformed: {
    code: 9000410,
    error: 'invalid_request',
    status: 400,
    text: "Malformed JSON in the parameter 'claims'.",
    mend: 'Send one JSON object; members that are not understood are ignored.',
  },
  claimsUnmet: {
    code: 53003,
    error: 'invalid_grant',
    status: 400,
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    mend: 'The request wants an essential `acrs` that nothing grants: add the value to `authenticationContexts` of the application or the API.',
  },
  stepUpRequired: {
    code: 50076,
    error: 'interaction_required',
    status: 400,
    text: 'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
    mend: 'Send the person to the authorization endpoint with the `claims` of the error: they sign in again, and the sign-in then meets the `acrs`.',
  },
  notBeforeTooLate: {
    code: 9900209,
    error: 'invalid_request',
    status: 400,
    text: "The parameter 'claims' asks for a token of a time that has not come.",
    mend: 'Check the clock of whoever sent the claims challenge; the authority waits for 5 seconds at most.',
  },
  confirmationMalformed: {
    code: 9900201,
    error: 'invalid_request',
    status: 400,
    text: "The parameter 'req_cnf' is not a usable confirmation: {name}.",
    mend: 'Send base64url of {"kid":"<RFC 7638 SHA-256 thumbprint>"} or of a public JWK.',
  },
  confirmationWithoutScheme: {
    code: 9900202,
    error: 'invalid_request',
    status: 400,
    text: "The parameter 'req_cnf' is there without 'token_type=pop'.",
    mend: 'Send both, or neither: a token that was meant to be bound is never issued unbound.',
  },
  tokenTypeUnknown: {
    code: 9900203,
    error: 'invalid_request',
    status: 400,
    text: "The value of the parameter 'token_type' is not supported.",
    mend: 'Send pop, or mtls_pop on the mTLS endpoint, in these letters; or leave the parameter out for a Bearer token.',
  },
  certificateBindingUnavailable: {
    code: 392196,
    error: 'invalid_request',
    status: 400,
    text: 'The resource does not support certificate-bound tokens on this endpoint.',
    mend: 'Ask for a certificate-bound token on the mTLS endpoint.',
  },
  dpopUnavailable: {
    code: 9900204,
    error: 'invalid_request',
    status: 400,
    text: 'DPoP-bound tokens are not available on this endpoint.',
    mend: 'Use token_type=pop, or leave the DPoP proof out for a Bearer token.',
  },
  bindingOutsideBody: {
    code: 9900205,
    error: 'invalid_request',
    status: 400,
    text: "The parameters 'token_type' and 'req_cnf' must be in the request body.",
    mend: 'Move them from the query string into the body, where RFC 6749 section 3.2 has all parameters.',
  },
  bindingMisspelt: {
    code: 9900206,
    error: 'invalid_request',
    status: 400,
    text: "The request has a parameter whose name is almost '{name}'.",
    mend: 'Write the name exactly so: what seems to ask for a bound token is never answered with an unbound one.',
  },
  confirmationBesideCertificate: {
    code: 9900207,
    error: 'invalid_request',
    status: 400,
    text: "The parameter 'req_cnf' does not go with 'token_type=mtls_pop'.",
    mend: 'Leave it out: the token is bound to the certificate of the connection. For a key of your own send token_type=pop.',
  },
  bindingRequiredByApplication: {
    code: 9900211,
    error: 'invalid_request',
    status: 400,
    text: 'The application only takes bound tokens, and the request asks for an unbound one.',
    mend: 'Ask with token_type=pop and req_cnf, or with mtls_pop on the mTLS endpoint; or change tokenBinding of the application.',
  },
  bindingRequiredByApi: {
    code: 9900212,
    error: 'invalid_request',
    status: 400,
    text: 'The resource only takes bound tokens, and the request asks for an unbound one.',
    mend: 'Ask with token_type=pop and req_cnf, or with mtls_pop on the mTLS endpoint; or change tokenBinding of the API.',
  },
  bindingForbiddenByApplication: {
    code: 9900213,
    error: 'unauthorized_client',
    status: 400,
    text: 'The application must not ask for bound tokens.',
    mend: 'Leave token_type and req_cnf out, or change tokenBinding of the application.',
  },
  bindingForbiddenByApi: {
    code: 9900214,
    error: 'unauthorized_client',
    status: 400,
    text: 'The resource does not take bound tokens.',
    mend: 'Leave token_type and req_cnf out, or change tokenBinding of the API.',
  },
  throttled: {
    code: 90055,
    error: 'temporarily_unavailable',
    status: 429,
    text: 'Too many requests.',
    mend: 'Wait as long as Retry-After says. Only an injected fault answers this.',
  },
  unavailable: {
    code: 90033,
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
    mend: 'Wait as long as Retry-After says. An injected fault answers this, and an authority that closes or that is told to revoke without end.',
  },
  internal: {
    code: 50000,
    error: 'server_error',
    status: 500,
    text: 'There was an issue signing or reaching the token issuing service.',
    mend: 'This is a mistake of the authority: report it with the trace id.',
  },
} as const;

/** Every refusal of the token endpoint, the authorization endpoint and the discovery endpoints. */
export const aadsts: typeof refusals & typeof delegationRefusals & typeof signInRefusals = {
  ...refusals,
  ...delegationRefusals,
  ...signInRefusals,
};

/** Name of a row. */
export type AadstsReason = keyof typeof aadsts;

/** Returns a row by its name, as the general type. */
export function aadstsRow(reason: AadstsReason): AadstsRow {
  return aadsts[reason];
}

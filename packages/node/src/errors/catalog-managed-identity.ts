/** Codes of managed identity sources. */
export const managedIdentityErrors = {
  ERR_MANAGED_IDENTITY_ENVIRONMENT: {
    meaning: 'The environment names a managed identity source that it does not describe',
    mend: 'Set the variables of one source completely, as the platform does, or none of them.',
  },
  ERR_MANAGED_IDENTITY_ENDPOINT: {
    meaning: 'The environment names a managed identity endpoint that is not asked',
    mend: 'Give a complete https address; plain http is for loopback and link-local addresses, and never for Service Fabric, which is what IDENTITY_SERVER_THUMBPRINT means.',
  },
  ERR_MANAGED_IDENTITY_SOURCE: {
    meaning: 'The managed identity source of this machine is not offered yet',
    mend: 'Use Service Fabric, App Service or a virtual machine; this source is never replaced by another.',
  },
  ERR_MANAGED_IDENTITY_ID: {
    meaning: 'This source does not take user-assigned identities by this kind of id',
    mend: 'In Service Fabric give the object id of the identity, or use the one the application was deployed with.',
  },
  ERR_MANAGED_IDENTITY_CERTIFICATE: {
    meaning: 'This managed identity source gives no certificates',
    mend: 'Leave bearerOverCertificate out, or run where IMDS is the source.',
  },
  ERR_MANAGED_IDENTITY_PIN: {
    meaning: 'The managed identity endpoint has another certificate than the one that is pinned',
    mend: 'Compare IDENTITY_SERVER_THUMBPRINT with the certificate of the endpoint; nothing was sent.',
  },
  ERR_MANAGED_IDENTITY_UNREACHABLE: {
    meaning: 'The managed identity endpoint cannot be reached',
    mend: 'Check that this machine has a managed identity endpoint, and that no firewall or proxy stands in the way.',
  },
  ERR_MANAGED_IDENTITY_TIMEOUT: {
    meaning: 'The managed identity endpoint did not answer in time',
    mend: 'Try again later, or raise timeoutMs.',
  },
  ERR_MANAGED_IDENTITY_INTERRUPTED: {
    meaning: 'The connection to the managed identity endpoint ended before its whole reply had come',
    mend: 'Try again; asking twice does no harm.',
  },
  ERR_MANAGED_IDENTITY_FOREIGN: {
    meaning: 'What answers is not a managed identity endpoint',
    mend: 'See what listens on the address: a proxy, a captive portal or another program; redirects are not followed.',
  },
  ERR_MANAGED_IDENTITY_NOT_FOUND: {
    meaning: 'The managed identity does not exist here',
    mend: 'Assign the identity to this machine or application, and check the id it is asked for by.',
  },
  ERR_MANAGED_IDENTITY_THROTTLED: {
    meaning: 'The managed identity endpoint asked this client to wait',
    mend: 'Try again after retryAfterSeconds, and share one client so that its cache is used.',
  },
  ERR_MANAGED_IDENTITY_UNAVAILABLE: {
    meaning: 'The managed identity endpoint cannot answer at the moment',
    mend: 'Try again later; if it stays like this, check the endpoint and the platform.',
  },
  ERR_MANAGED_IDENTITY_REFUSED: {
    meaning: 'The managed identity endpoint refused the request',
    mend: 'Check the resource and the permissions, or IDENTITY_HEADER where the status is 401; error and errorCodes of this error say more.',
  },
  ERR_MANAGED_IDENTITY_REPLY: {
    meaning: 'The managed identity endpoint sent a reply that cannot be used',
    mend: 'Check that the endpoint is the one of the platform; nothing was cached.',
  },
  ERR_MANAGED_IDENTITY_EXPIRED: {
    meaning: 'The managed identity endpoint sent a token that has expired',
    mend: 'Check the clock of this machine; if it is right, the endpoint serves an old token.',
  },
  ERR_MANAGED_IDENTITY_OTHER: {
    meaning: 'The managed identity endpoint sent the token of another identity',
    mend: 'Check the client id and that this source takes user-assigned identities; the token was thrown away.',
  },
  ERR_MANAGED_IDENTITY_SCHEME: {
    meaning: 'This managed identity source does not bind tokens that way',
    mend: 'Ask IMDS for mtls_pop, any source for bearer where the API takes it, or a confidential client; no weaker token is returned in its place.',
  },
} as const;

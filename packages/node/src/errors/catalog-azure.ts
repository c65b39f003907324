/** Codes of credentials for the Azure SDK. */
export const azureErrors = {
  ERR_TOKEN_CREDENTIAL_BOUND: {
    meaning: 'A bound token was asked for, or made, where only bearer tokens can be sent',
    mend: 'Call APIs that take bound tokens with createBoundFetch or createDownstreamApi: the pipelines of the Azure SDK write Bearer before any token.',
  },
  ERR_TOKEN_CREDENTIAL_CAE: {
    meaning: 'The client and the caller disagree on who answers claims challenges',
    mend: 'Give createTokenCredential a function that makes a client with the clientCapabilities it is handed.',
  },
  ERR_TOKEN_CREDENTIAL_TENANT: {
    meaning: 'A token of another tenant was asked for',
    mend: 'Name the tenant in additionallyAllowedTenants and in the words that callers use; a managed identity has tokens of its own tenant only.',
  },
  ERR_TOKEN_CREDENTIAL_SCOPES: {
    meaning: 'The scopes do not name what tokens can be had for',
    mend: 'Give one text or an array of texts; a managed identity takes exactly one, its resource with /.default.',
  },
  ERR_TOKEN_CREDENTIAL_ABORTED: {
    meaning: 'The wait for a token was ended by its abort signal or its timeout',
    mend: 'Nothing is wrong with the credential; give it more time if it was too short.',
  },
} as const;

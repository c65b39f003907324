/** Codes of lists of client credentials. */
export const credentialErrors = {
  ERR_CREDENTIAL_NONE: {
    meaning: 'No client credential of the list can be used',
    mend: 'Look at each entry by its position, which counts from 0, and at what its code says on the page docs/errors.md.',
  },
  ERR_CREDENTIAL_UNBOUND: {
    meaning: 'A token cannot be bound with this credential',
    mend: 'Put a certificate into the list, or an assertion that brings its certificate along and says supportsTokenBinding.',
  },
  ERR_CREDENTIAL_FIELD: {
    meaning: 'An entry of ClientCredentials has a field that is missing, unknown, written twice or of the wrong type',
    mend: 'Give the fields of its SourceType, spelled as Microsoft.Identity.Abstractions spells them.',
  },
  ERR_CREDENTIAL_SOURCE: {
    meaning: 'An entry of ClientCredentials has a SourceType that is no client credential',
    mend: 'Use Path, Base64Encoded, ClientSecret or SignedAssertionFilePath, or set Skip.',
  },
  ERR_CREDENTIAL_STORE: {
    meaning: 'Node cannot read certificate stores of the operating system',
    mend: 'Export the certificate with its key to a PFX file and use SourceType Path, or give a certificate callback in code.',
  },
  ERR_CREDENTIAL_VAULT: {
    meaning: 'Key Vault is not read by a client of another vault',
    mend: 'Fetch the secret with @azure/keyvault-secrets in a certificate callback: its value is a PFX in base64 for parsePfxCertificate.',
  },
  ERR_CREDENTIAL_IDENTITY: {
    meaning: 'Assertions from a managed identity cannot be configured yet',
    mend: 'Give an assertion callback in code that asks the managed identity for a token for api://AzureADTokenExchange.',
  },
  ERR_CREDENTIAL_PROVIDER: {
    meaning: 'There are no named assertion providers',
    mend: 'Give the provider as an assertion callback in code.',
  },
  ERR_CREDENTIAL_ASSERTION: {
    meaning: 'An assertion source gave no assertion',
    mend: 'Let it give the text of a JWT; a file must hold nothing else.',
  },
  ERR_CREDENTIAL_ASSERTION_FILE: {
    meaning: 'An assertion file cannot be read',
    mend: 'Check that the path is right and that this process may read it.',
  },
  ERR_CREDENTIAL_ASSERTION_EXPIRED: {
    meaning: 'The assertion in a file has expired',
    mend: 'See to whatever renews the file, for example the token volume of the pod.',
  },
} as const;

/** Codes of certificates that IMDS gives to managed identities. */
export const imdsCredentialErrors = {
  ERR_IMDS_CREDENTIAL_ABSENT: {
    meaning: 'The IMDS of this machine gives no certificates',
    mend: 'Use a machine whose IMDS has version 2 of managed identities, or ask for bearer where the API takes it; no weaker token is returned in its place.',
  },
  ERR_IMDS_CREDENTIAL_FOREIGN: {
    meaning: 'What answered in the place of IMDS does not say that it is IMDS',
    mend: 'See what listens on the address: a proxy or another program; nothing it said was used.',
  },
  ERR_IMDS_CREDENTIAL_METADATA: {
    meaning: 'The platform metadata of this machine cannot be used',
    mend: 'Check that the endpoint is the IMDS of the platform; no key was shown and no certificate asked for.',
  },
  ERR_IMDS_CREDENTIAL_ENDPOINT: {
    meaning: 'IMDS names an endpoint that this client does not go to',
    mend: 'Endpoints are https, at hosts of the Azure clouds; list the hosts of another authority in allowedHosts, with their ports.',
  },
  ERR_IMDS_CREDENTIAL_REPLY: {
    meaning: 'IMDS sent a credential that cannot be used',
    mend: 'Check that the endpoint is the IMDS of the platform; nothing was kept.',
  },
  ERR_IMDS_CREDENTIAL_OTHER: {
    meaning: 'IMDS answered for another identity',
    mend: 'Check the id that the identity is asked for by; nothing was kept.',
  },
  ERR_IMDS_CREDENTIAL_CERTIFICATE: {
    meaning: 'IMDS sent a certificate that is not the one that was asked for',
    mend: 'Check that the endpoint is the IMDS of the platform, and the clock of this machine; nothing was kept.',
  },
} as const;

/** Codes of attestation. */
export const attestationErrors = {
  ERR_ATTESTATION_ENDPOINT: {
    meaning: 'The attestation service is not one that may be asked',
    mend: 'Give an https address without credentials, query or fragment, on a host that the caller allows; nothing was sent.',
  },
  ERR_ATTESTATION_FAILED: {
    meaning: 'The key of this machine could not be attested',
    mend: 'Check the attestation service and that it knows this kind of key; an unattested key is never used in its place.',
  },
} as const;

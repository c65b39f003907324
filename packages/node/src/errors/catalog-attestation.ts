/** Codes of attestation. */
export const attestationErrors = {
  ERR_ATTESTATION_FAILED: {
    meaning: 'The key of this machine could not be attested',
    mend: 'Check the attestation service and that it knows this kind of key; an unattested key is never used in its place.',
  },
} as const;

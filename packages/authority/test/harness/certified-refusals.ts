import type { AadstsReason } from '@holdfast/authority';

/** Refusals that only a certified key or a federated assertion reaches, each with the test file that reaches it. */
export const certifiedRefusals = {
  machineCertificateUnknown: 'endpoints/machine-certificates.test.ts',
  machineCertificateTimeWrong: 'endpoints/machine-certificates.test.ts',
  machineCertificateRevoked: 'endpoints/machine-certificates.test.ts',
  attestationTimeWrong: 'endpoints/machine-certificates.test.ts',
  attestationIssuerWrong: 'endpoints/machine-certificates.test.ts',
  attestationClaimWrong: 'endpoints/machine-certificates.test.ts',
  attestationAddressWrong: 'endpoints/machine-certificates.test.ts',
  attestationSignatureWrong: 'endpoints/machine-certificates.test.ts',
  federatedAudienceWrong: 'endpoints/federated-assertions.test.ts',
  federatedSubjectUnknown: 'endpoints/federated-assertions.test.ts',
  federatedTokenRevoked: 'endpoints/federated-assertions.test.ts',
} as const satisfies Partial<Readonly<Record<AadstsReason, string>>>;

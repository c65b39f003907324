import { HoldfastError } from '@holdfast/core';
import { TokenEndpointFailed, TokenRequestRefused } from '@holdfast/oauth';

/** Who refused a certificate: the authority, or TLS before it. */
export type CertificateRefusalKind = 'refused' | 'tls';

const firstCode = 1_000_610;
const lastCode = 1_000_614;
const claimsMismatch = 1_000_901;

/**
 * Tells whether a failure is a refusal of the certificate: by the authority, or by TLS.
 *
 * @param remediateClaimsMismatch - whether `invalid_request` with AADSTS1000901 counts as one
 * @returns undefined for every other failure
 * @see decisions/0032, the state table
 */
export function judgeRefusal(error: unknown, remediateClaimsMismatch: boolean): CertificateRefusalKind | undefined {
  if (error instanceof TokenRequestRefused) {
    const [code] = error.errorCodes;
    const isAttestation = code === undefined || (code >= firstCode && code <= lastCode);
    if (error.error === 'invalid_client' && isAttestation) return 'refused';
    const isMismatch = error.error === 'invalid_request' && code === claimsMismatch;
    return isMismatch && remediateClaimsMismatch ? 'refused' : undefined;
  }
  const cause = error instanceof TokenEndpointFailed ? error.cause : undefined;
  // With TLS 1.3 a server refuses after the request has left; where it does not stay to say so the connection just ends.
  const isTls =
    cause instanceof HoldfastError &&
    (cause.code === 'ERR_MTLS_CERTIFICATE_REFUSED' || cause.code === 'ERR_MTLS_INTERRUPTED');
  return isTls ? 'tls' : undefined;
}

/** Tells whether the authority has answered: who left, or was told to wait, has learnt nothing about the certificate. */
export function isAnswer(error: unknown): boolean {
  return error instanceof TokenRequestRefused;
}

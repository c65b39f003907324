import { HoldfastError } from '@holdfast/core';
import { TokenEndpointFailed } from '../errors/token-errors.ts';
import { TokenRequestRefused } from '../errors/token-request-refused.ts';

// What Entra says of certificates that it will not take, and of two that do not fit each other. Not of a secret (7000215), nor of an unknown
// application (700016).
const certificateErrors: ReadonlySet<number> = new Set([
  500_181, 392_200, 700_024, 700_027, 1_000_502, 7_000_214, 7_000_274, 7_000_277,
]);
const otherFaults: ReadonlySet<number> = new Set([700_016, 7_000_215]);

/** The code of a failure that another certificate of the client might mend; undefined for every other. */
export function findCredentialFault(error: unknown): string | undefined {
  if (error instanceof TokenRequestRefused) {
    const { errorCodes } = error;
    const isNamed = errorCodes.some((code) => certificateErrors.has(code));
    const isLikely = error.error === 'invalid_client' && !errorCodes.some((code) => otherFaults.has(code));
    return isNamed || isLikely ? error.code : undefined;
  }
  const cause = error instanceof TokenEndpointFailed ? error.cause : undefined;
  const code = cause instanceof HoldfastError ? cause.code : '';
  return /^ERR_(?:MTLS_CERTIFICATE|MTLS_INTERRUPTED|CLIENT_CERTIFICATE)/.test(code) ? code : undefined;
}

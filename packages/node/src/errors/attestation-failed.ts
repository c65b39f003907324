import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { attestationErrors } from './catalog-attestation.ts';

/** Codes of {@link AttestationFailed}. */
export type AttestationCode = keyof typeof attestationErrors;

/** Nobody attested the key; it is not used without. */
export class AttestationFailed extends HoldfastError<AttestationCode> {
  constructor(code: AttestationCode, options?: ErrorDetails) {
    super(code, attestationErrors[code], options);
  }
}

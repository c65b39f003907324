import { failedProofErrors, type ShrDetails, ShrInvalid } from './shr-invalid.ts';

/** Tells what is wrong with a signed HTTP request that was received. */
export function failedProof(code: keyof typeof failedProofErrors, options: ShrDetails = {}): ShrInvalid {
  return new ShrInvalid(code, options, failedProofErrors[code]);
}

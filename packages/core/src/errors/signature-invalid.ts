import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link SignatureInvalid} is thrown. */
export const signatureErrors = {
  ERR_SIGNATURE_INVALID: {
    meaning: 'The signature does not verify',
    mend: 'Sign with the private key that belongs to the expected public key.',
  },
} as const;

/** A signature does not verify under the expected key. */
export class SignatureInvalid extends HoldfastError<'ERR_SIGNATURE_INVALID'> {
  constructor(options?: ErrorDetails) {
    super('ERR_SIGNATURE_INVALID', signatureErrors.ERR_SIGNATURE_INVALID, options);
  }
}

import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link KeyUnusable} is thrown. */
export const keyErrors = {
  ERR_KEY_UNUSABLE: {
    meaning: 'The key cannot be used for the algorithm',
    mend: 'Give a key whose type, curve and usage fit the algorithm.',
  },
} as const;

/** A key does not fit the algorithm it was given for. */
export class KeyUnusable extends HoldfastError<'ERR_KEY_UNUSABLE'> {
  constructor(options?: ErrorDetails) {
    super('ERR_KEY_UNUSABLE', keyErrors.ERR_KEY_UNUSABLE, options);
  }
}

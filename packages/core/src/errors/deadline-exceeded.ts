import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link DeadlineExceeded} is thrown. */
export const deadlineErrors = {
  ERR_DEADLINE_EXCEEDED: {
    meaning: 'The work took longer than its deadline',
    mend: 'Try again later, or allow more time where the deadline is set.',
  },
} as const;

/** The reason with which a deadline aborts its signal. */
export class DeadlineExceeded extends HoldfastError<'ERR_DEADLINE_EXCEEDED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_DEADLINE_EXCEEDED', deadlineErrors.ERR_DEADLINE_EXCEEDED, options);
  }
}

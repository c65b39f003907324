import { errorTexts } from '#error-texts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** The reason with which a deadline aborts its signal. */
export class DeadlineExceeded extends HoldfastError<'ERR_DEADLINE_EXCEEDED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_DEADLINE_EXCEEDED', errorTexts.ERR_DEADLINE_EXCEEDED, options);
  }
}

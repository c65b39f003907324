import { coreErrors } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** The reason with which a deadline aborts its signal. */
export class DeadlineExceeded extends HoldfastError<'ERR_DEADLINE_EXCEEDED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_DEADLINE_EXCEEDED', coreErrors.ERR_DEADLINE_EXCEEDED, options);
  }
}

import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link FlightAborted} is thrown. */
export const flightErrors = {
  ERR_FLIGHT_ABORTED: {
    meaning: 'The caller stopped waiting before the work was done',
    mend: 'Nothing to do when the abort was meant; its reason is the cause of this error.',
  },
} as const;

/** A caller's own abort ended its wait; the abort reason is the `cause`. */
export class FlightAborted extends HoldfastError<'ERR_FLIGHT_ABORTED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_FLIGHT_ABORTED', flightErrors.ERR_FLIGHT_ABORTED, options);
  }
}

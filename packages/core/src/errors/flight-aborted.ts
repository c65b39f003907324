import { errorTexts } from '#error-texts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** A caller's own abort ended its wait; the abort reason is the `cause`. */
export class FlightAborted extends HoldfastError<'ERR_FLIGHT_ABORTED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_FLIGHT_ABORTED', errorTexts.ERR_FLIGHT_ABORTED, options);
  }
}

import { errorTexts } from '#error-texts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** A key was asked of a pool that is closed, or was closed while the caller waited. */
export class KeyPoolClosed extends HoldfastError<'ERR_KEY_POOL_CLOSED'> {
  constructor(options?: ErrorDetails) {
    super('ERR_KEY_POOL_CLOSED', errorTexts.ERR_KEY_POOL_CLOSED, options);
  }
}

import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';

/** The part of this library that asks the authority could not be loaded, so it was not asked. */
export class ModuleUnavailable extends HoldfastError<'ERR_MODULE_UNAVAILABLE'> {
  constructor(cause: unknown) {
    super('ERR_MODULE_UNAVAILABLE', errorTexts.ERR_MODULE_UNAVAILABLE, { cause });
  }
}

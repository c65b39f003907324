import { HoldfastError } from '@holdfast/core';
import { nodeErrors } from './catalog.ts';

/** A value from a shared store was altered, moved to another name, or sealed with another key. */
export class SealBroken extends HoldfastError<'ERR_SEAL_BROKEN'> {
  constructor() {
    super('ERR_SEAL_BROKEN', nodeErrors.ERR_SEAL_BROKEN);
  }
}

import { HoldfastError } from '@holdfast/core';
import { authorityErrors } from './catalog.ts';
import { type IdentityRefusal, type IdentityRefusalReason, identityRefusals } from './identity-refusals.ts';

/** An identity endpoint of the machine says no. */
export class IdentityRefused extends HoldfastError<'ERR_IDENTITY_REFUSED'> {
  readonly reason: IdentityRefusalReason;
  readonly row: IdentityRefusal;
  /** Fills the gap in the text of the row. */
  readonly word: string;

  /**
   * @param word - a parameter or header name of our own list, never a value from the request
   */
  constructor(reason: IdentityRefusalReason, word = '', cause?: unknown) {
    super('ERR_IDENTITY_REFUSED', authorityErrors.ERR_IDENTITY_REFUSED, { detail: reason, cause });
    this.reason = reason;
    this.row = identityRefusals[reason];
    this.word = word;
  }
}

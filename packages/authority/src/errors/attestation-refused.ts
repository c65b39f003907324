import { HoldfastError } from '@holdfast/core';
import { authorityErrors } from './catalog.ts';

/** The attestation service says no. */
export class AttestationRefused extends HoldfastError<'ERR_ATTESTATION_REFUSED'> {
  /** Which part of the request is wrong. */
  readonly what: string;

  /**
   * @param what - a name of our own list, never a value from the request
   */
  constructor(what: string, cause?: unknown) {
    super('ERR_ATTESTATION_REFUSED', authorityErrors.ERR_ATTESTATION_REFUSED, { detail: what, cause });
    this.what = what;
  }
}

import { HoldfastError } from '@holdfast/core';
import { type AadstsReason, type AadstsRow, aadstsRow } from './aadsts.ts';
import { authorityErrors } from './catalog.ts';

/** The authority says no, in Entra's words. */
export class TokenRefused extends HoldfastError<'ERR_TOKEN_REFUSED'> {
  readonly reason: AadstsReason;
  readonly row: AadstsRow;
  /** What the client reads, without trace and time. */
  readonly text: string;

  /**
   * @param word - fills the gap in the row's text: a parameter name or fixed words, never a value from the request
   */
  constructor(reason: AadstsReason, word = '', cause?: unknown) {
    const row = aadstsRow(reason);
    super('ERR_TOKEN_REFUSED', authorityErrors.ERR_TOKEN_REFUSED, { detail: `AADSTS${row.code}`, cause });
    this.reason = reason;
    this.row = row;
    this.text = row.text.replace('{name}', word);
  }
}

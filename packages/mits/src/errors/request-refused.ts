import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { type MitsErrorCode, mitsErrors } from './catalog.ts';

/** Codes of {@link TokenUnavailable}: the request was in order. */
export type TokenUnavailableCode = Extract<
  MitsErrorCode,
  | `ERR_MITS_UPSTREAM_${string}`
  | 'ERR_MITS_BUDGET'
  | 'ERR_MITS_STORE'
  | 'ERR_MITS_WAIT'
  | 'ERR_MITS_CLOSED'
  | 'ERR_MITS_INTERNAL'
>;

/** Codes of {@link MitsRequestRefused}: the request was not in order. */
export type MitsRequestCode = Exclude<MitsErrorCode, TokenUnavailableCode>;

/** A request that the token service does not take; nothing was looked up for it. */
export class MitsRequestRefused extends HoldfastError<MitsRequestCode> {
  /** HTTP status of the answer. */
  readonly status: number;

  constructor(code: MitsRequestCode, options?: ErrorDetails) {
    super(code, mitsErrors[code], options);
    this.status = mitsErrors[code].status;
  }
}

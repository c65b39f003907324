import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';
import type { OauthErrorCode } from './catalog.ts';

/** Codes of {@link FetchRefused}. */
export type FetchRefusedCode = Extract<OauthErrorCode, `ERR_FETCH_${string}`>;

/** The request was not sent: a bound fetch would have to loosen a promise for it. */
export class FetchRefused extends HoldfastError<FetchRefusedCode> {
  constructor(code: FetchRefusedCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

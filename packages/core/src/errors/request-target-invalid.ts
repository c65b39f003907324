import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link RequestTargetInvalid}. */
export type RequestTargetCode = Extract<CoreErrorCode, `ERR_REQUEST_TARGET_${string}`>;

/** The target of an HTTP request cannot be taken as the one thing that was signed. */
export class RequestTargetInvalid extends HoldfastError<RequestTargetCode> {
  constructor(code: RequestTargetCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

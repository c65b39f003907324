import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link ClaimsMalformed}. */
export type ClaimsCode = Extract<CoreErrorCode, `ERR_CLAIMS_${string}`>;

/** A claims request cannot be read, or capabilities cannot be merged into it. */
export class ClaimsMalformed extends HoldfastError<ClaimsCode> {
  constructor(code: ClaimsCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

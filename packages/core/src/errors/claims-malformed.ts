import { type CoreErrorCode, coreErrors } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link ClaimsMalformed}. */
export type ClaimsCode = Extract<CoreErrorCode, `ERR_CLAIMS_${string}`>;

/** A claims request cannot be read, or capabilities cannot be merged into it. */
export class ClaimsMalformed extends HoldfastError<ClaimsCode> {
  constructor(code: ClaimsCode, options?: ErrorDetails) {
    super(code, coreErrors[code], options);
  }
}

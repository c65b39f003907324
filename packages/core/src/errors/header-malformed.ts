import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link HeaderMalformed}. */
export type HeaderCode = Extract<CoreErrorCode, `ERR_HEADER_${string}`>;

/** A header field cannot be read under its grammar, or a value cannot be written under it. */
export class HeaderMalformed extends HoldfastError<HeaderCode> {
  constructor(code: HeaderCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

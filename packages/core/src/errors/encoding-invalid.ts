import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link EncodingInvalid}. */
export type EncodingCode = Extract<CoreErrorCode, `ERR_UTF8${string}` | `ERR_BASE64${string}`>;

/** Bytes or text are not in the one canonical form. */
export class EncodingInvalid extends HoldfastError<EncodingCode> {
  constructor(code: EncodingCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

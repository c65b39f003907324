import { errorTexts } from '#error-texts';
import type { CoreErrorCode } from './catalog.ts';
import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Codes of {@link JwkInvalid}. */
export type JwkCode = Extract<CoreErrorCode, `ERR_JWK${string}`>;

/** A JSON Web Key is malformed, weak, private or of an unsupported kind. */
export class JwkInvalid extends HoldfastError<JwkCode> {
  constructor(code: JwkCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

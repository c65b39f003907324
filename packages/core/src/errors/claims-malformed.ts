import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link ClaimsMalformed} is thrown. */
export const claimsErrors = {
  ERR_CLAIMS_TOO_LARGE: {
    meaning: 'The claims request is longer than 16 KiB',
    mend: 'Ask for fewer claims.',
  },
  ERR_CLAIMS_ENCODING: {
    meaning: 'The claims request is neither JSON nor base64 of UTF-8',
    mend: 'Send the claims request as base64 of its JSON text.',
  },
  ERR_CLAIMS_JSON: {
    meaning: 'The claims request is not a strict JSON object',
    mend: 'Send one JSON object without duplicate members (OpenID Connect Core section 5.5).',
  },
  ERR_CLAIMS_SHAPE: {
    meaning: 'A member of the claims request does not have the shape that capabilities are merged into',
    mend: 'Make `access_token` and `xms_cc` objects and `values` an array of strings.',
  },
} as const;

/** Codes of {@link ClaimsMalformed}. */
export type ClaimsCode = keyof typeof claimsErrors;

/** A claims request cannot be read, or capabilities cannot be merged into it. */
export class ClaimsMalformed extends HoldfastError<ClaimsCode> {
  constructor(code: ClaimsCode, options?: ErrorDetails) {
    super(code, claimsErrors[code], options);
  }
}

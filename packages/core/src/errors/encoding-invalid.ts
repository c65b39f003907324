import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link EncodingInvalid} is thrown. */
export const encodingErrors = {
  ERR_UTF8_INVALID: {
    meaning: 'The bytes are not well-formed UTF-8',
    mend: 'Send text encoded as UTF-8.',
  },
  ERR_BASE64URL_INVALID: {
    meaning: 'The text is not canonical unpadded base64url',
    mend: 'Encode with the URL-safe alphabet, without padding, blanks or spare bits (RFC 7515 section 2).',
  },
  ERR_BASE64_INVALID: {
    meaning: 'The text is not canonical padded base64',
    mend: 'Encode with the standard alphabet, padded, without blanks or spare bits (RFC 4648 section 4).',
  },
} as const;

/** Codes of {@link EncodingInvalid}. */
export type EncodingCode = keyof typeof encodingErrors;

/** Bytes or text are not in the one canonical form. */
export class EncodingInvalid extends HoldfastError<EncodingCode> {
  constructor(code: EncodingCode, options?: ErrorDetails) {
    super(code, encodingErrors[code], options);
  }
}

import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link HeaderMalformed} is thrown. */
export const headerErrors = {
  ERR_HEADER_TOO_LARGE: {
    meaning: 'The header field is longer than 16 KiB',
    mend: 'Send a shorter header.',
  },
  ERR_HEADER_SYNTAX: {
    meaning: 'The header field does not follow its grammar',
    mend: 'Write challenges and parameters as RFC 9110 section 11.2 defines them.',
  },
  ERR_HEADER_DUPLICATE_PARAMETER: {
    meaning: 'The header field names a parameter twice',
    mend: 'Name every parameter once in a challenge: two readers could take different values (RFC 9110 section 11.2).',
  },
  ERR_HEADER_VALUE: {
    meaning: 'A parameter value cannot be written in a header field',
    mend: 'Keep to visible US-ASCII characters, blanks and tabs (RFC 9110 section 5.6.4).',
  },
} as const;

/** Codes of {@link HeaderMalformed}. */
export type HeaderCode = keyof typeof headerErrors;

/** A header field cannot be read under its grammar, or a value cannot be written under it. */
export class HeaderMalformed extends HoldfastError<HeaderCode> {
  constructor(code: HeaderCode, options?: ErrorDetails) {
    super(code, headerErrors[code], options);
  }
}

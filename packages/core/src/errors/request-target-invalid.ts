import { type ErrorDetails, HoldfastError } from './holdfast-error.ts';

/** Why {@link RequestTargetInvalid} is thrown. */
export const requestTargetErrors = {
  ERR_REQUEST_TARGET_FORM: {
    meaning: 'The request target is not in origin form',
    mend: 'Send an absolute path with an optional query (RFC 9112 section 3.2.1).',
  },
  ERR_REQUEST_TARGET_CHARACTER: {
    meaning: 'The request target holds a character that is read in more than one way',
    mend: 'Percent-encode blanks, controls, backslashes and everything outside US-ASCII, and send no fragment.',
  },
} as const;

/** Codes of {@link RequestTargetInvalid}. */
export type RequestTargetCode = keyof typeof requestTargetErrors;

/** The target of an HTTP request cannot be taken as the one thing that was signed. */
export class RequestTargetInvalid extends HoldfastError<RequestTargetCode> {
  constructor(code: RequestTargetCode, options?: ErrorDetails) {
    super(code, requestTargetErrors[code], options);
  }
}

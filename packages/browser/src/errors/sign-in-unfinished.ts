import { type ErrorDetails, HoldfastError } from '@holdfast/core';

/** Why {@link SignInUnfinished} is thrown. */
export const signInUnfinishedErrors = {
  ERR_SIGN_IN_POPUP_BLOCKED: {
    meaning: 'The browser did not open a window',
    mend: 'Sign in from a click, or by redirect.',
  },
  ERR_SIGN_IN_CANCELLED: {
    meaning: 'The person left before the sign-in was done',
    mend: 'Offer to sign in again.',
  },
  ERR_SIGN_IN_REPLACED: {
    meaning: 'Another sign-in of this page began',
    mend: 'Wait for that one.',
  },
  ERR_SIGN_IN_TIMEOUT: {
    meaning: 'No answer came in time',
    mend: 'Sign in again; check that the page at redirectUri runs answerCallback or handleRedirect.',
  },
  ERR_SIGN_IN_STORAGE: {
    meaning: 'The sign-in cannot be remembered while the page is away',
    mend: 'Sign in by popup, or allow session storage.',
  },
  ERR_SIGN_IN_FRAMED: {
    meaning: 'A page in a frame cannot leave to sign in',
    mend: 'Sign in by popup, or from the page around the frame.',
  },
} as const;

/** Codes of {@link SignInUnfinished}. */
export type SignInUnfinishedCode = keyof typeof signInUnfinishedErrors;

/** No answer came; nobody was signed in. */
export class SignInUnfinished extends HoldfastError<SignInUnfinishedCode> {
  constructor(code: SignInUnfinishedCode, options?: ErrorDetails) {
    super(code, signInUnfinishedErrors[code], options);
  }
}

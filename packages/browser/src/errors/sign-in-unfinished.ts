import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';

/** Codes of {@link SignInUnfinished}. */
export type SignInUnfinishedCode =
  | 'ERR_SIGN_IN_POPUP_BLOCKED'
  | 'ERR_SIGN_IN_CANCELLED'
  | 'ERR_SIGN_IN_REPLACED'
  | 'ERR_SIGN_IN_TIMEOUT'
  | 'ERR_SIGN_IN_STORAGE'
  | 'ERR_SIGN_IN_FRAMED';

/** No answer came; nobody was signed in. */
export class SignInUnfinished extends HoldfastError<SignInUnfinishedCode> {
  constructor(code: SignInUnfinishedCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

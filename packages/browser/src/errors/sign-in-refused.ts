import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';
import type { AuthorizeError } from './known-words.ts';

/** Codes of {@link SignInRefused}. */
export type SignInRefusedCode =
  | 'ERR_SIGN_IN_ANSWER'
  | 'ERR_SIGN_IN_STATE'
  | 'ERR_SIGN_IN_ISSUER'
  | 'ERR_SIGN_IN_DENIED'
  | 'ERR_SIGN_IN_REFUSED';

/** Details of {@link SignInRefused}. */
export interface SignInRefusedDetails extends ErrorDetails {
  /** `error` of the answer, where it is a word that is known. @default none */
  readonly error?: AuthorizeError | undefined;
  /** AADSTS numbers, most specific first. @default none */
  readonly errorCodes?: readonly number[] | undefined;
}

/** The answer of a sign-in cannot be believed, or says no; nobody was signed in. */
export class SignInRefused extends HoldfastError<SignInRefusedCode> {
  /** What the authority said; undefined where it said nothing that is known. */
  readonly error: AuthorizeError | undefined;
  /** AADSTS numbers, most specific first; none where the authority gave none. */
  readonly errorCodes: readonly number[];

  constructor(code: SignInRefusedCode, { error, errorCodes = [], detail, cause }: SignInRefusedDetails = {}) {
    const facts = [detail ?? error, ...errorCodes.map((number) => `AADSTS${number}`)].filter(
      (one) => one !== undefined,
    );
    super(code, errorTexts[code], { detail: facts.length === 0 ? undefined : facts.join(', '), cause });
    this.error = error;
    this.errorCodes = errorCodes;
  }
}

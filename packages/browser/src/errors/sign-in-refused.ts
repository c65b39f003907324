import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';

/** Codes of {@link SignInRefused}. */
export type SignInRefusedCode =
  | 'ERR_SIGN_IN_ANSWER'
  | 'ERR_SIGN_IN_STATE'
  | 'ERR_SIGN_IN_ISSUER'
  | 'ERR_SIGN_IN_DENIED'
  | 'ERR_SIGN_IN_REFUSED';

const words = [
  'access_denied',
  'invalid_request',
  'invalid_resource',
  'invalid_scope',
  'invalid_client',
  'server_error',
  'temporarily_unavailable',
  'unauthorized_client',
  'unsupported_response_type',
] as const;

/** What an authority says when it refuses, in words that are known (RFC 6749 section 4.1.2.1, and Entra's). */
export type AuthorizeError = (typeof words)[number];

/** Details of {@link SignInRefused}. */
export interface SignInRefusedDetails extends ErrorDetails {
  /** `error` of the answer; a word that is not known is left out. @default none */
  readonly error?: unknown;
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
    const known = words.find((word) => word === error);
    const facts = [detail ?? known, ...errorCodes.map((number) => `AADSTS${number}`)].filter(
      (one) => one !== undefined,
    );
    super(code, errorTexts[code], { detail: facts.length === 0 ? undefined : facts.join(', '), cause });
    this.error = known;
    this.errorCodes = errorCodes;
  }
}

import type { ErrorDetails } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { errorTexts } from '#error-texts';

/** Codes of {@link IdTokenRefused}. */
export type IdTokenCode = 'ERR_ID_TOKEN_KEY' | 'ERR_ID_TOKEN_CLAIM' | 'ERR_ID_TOKEN_TIME' | 'ERR_ID_TOKEN_NONCE';

/** The id_token says nothing that this application may believe; nobody was signed in. */
export class IdTokenRefused extends HoldfastError<IdTokenCode> {
  constructor(code: IdTokenCode, options?: ErrorDetails) {
    super(code, errorTexts[code], options);
  }
}

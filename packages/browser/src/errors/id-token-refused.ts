import { type ErrorDetails, HoldfastError } from '@holdfast/core';

/** Why {@link IdTokenRefused} is thrown. */
export const idTokenErrors = {
  ERR_ID_TOKEN_KEY: {
    meaning: 'No key of the authority verifies the id_token',
    mend: 'Check that the authority publishes the key that it signs with.',
  },
  ERR_ID_TOKEN_CLAIM: {
    meaning: 'The id_token is not one of this authority for this application',
    mend: 'Check authority and clientId.',
  },
  ERR_ID_TOKEN_TIME: {
    meaning: 'The id_token is not valid now',
    mend: 'Set the clock of this device, or sign in again.',
  },
  ERR_ID_TOKEN_NONCE: {
    meaning: 'The id_token answers another sign-in',
    mend: 'Sign in again.',
  },
} as const;

/** Codes of {@link IdTokenRefused}. */
export type IdTokenCode = keyof typeof idTokenErrors;

/** The id_token says nothing that this application may believe; nobody was signed in. */
export class IdTokenRefused extends HoldfastError<IdTokenCode> {
  constructor(code: IdTokenCode, options?: ErrorDetails) {
    super(code, idTokenErrors[code], options);
  }
}

// A table of data: one row per code, in the order of the rooms.
/** Every code of this package, each with its meaning and its mend. */
export const browserErrors = {
  ERR_MODULE_UNAVAILABLE: {
    meaning: 'A part of this library could not be loaded',
    mend: 'Reload the page; leave the files of earlier deployments where they are for as long as pages use them.',
  },
  ERR_SIGN_IN_ANSWER: {
    meaning: 'The answer of a sign-in is malformed',
    mend: 'Sign in again.',
  },
  ERR_SIGN_IN_STATE: {
    meaning: 'The answer belongs to no sign-in of this tab',
    mend: 'Sign in again; somebody else may have made this answer.',
  },
  ERR_SIGN_IN_ISSUER: {
    meaning: 'The answer is not from the authority that was asked',
    mend: 'Sign in again; another authority may have made this answer.',
  },
  ERR_SIGN_IN_DENIED: {
    meaning: 'The person said no, or may not sign in',
    mend: 'Offer to sign in again.',
  },
  ERR_SIGN_IN_REFUSED: {
    meaning: 'The authority refused the sign-in',
    mend: 'Look up errorCodes in the documentation of the authority; redirectUri and scopes must be registered there.',
  },
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
  ERR_INTERACTION_REQUIRED: {
    meaning: 'A person has to be asked',
    mend: 'Call signIn, with the claims of this error.',
  },
} as const;

/** Every code of {@link browserErrors}. */
export type BrowserErrorCode = keyof typeof browserErrors;

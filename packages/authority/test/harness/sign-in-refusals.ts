import type { AadstsReason } from '@holdfast/authority';

/** Refusals that only a person or a page reaches, each with the test file that reaches it. */
export const personRefusals = {
  redirectUriMissing: 'authorize/redirect-address.test.ts',
  redirectUriUnknown: 'authorize/redirect-address.test.ts',
  requestTooLong: 'authorize/refused-requests.test.ts',
  requestObjectUnsupported: 'authorize/refused-requests.test.ts',
  requestUriUnsupported: 'authorize/refused-requests.test.ts',
  bindingAtSignIn: 'authorize/refused-requests.test.ts',
  responseTypeUnsupported: 'authorize/refused-requests.test.ts',
  responseModeUnsupported: 'authorize/refused-requests.test.ts',
  challengeMissing: 'authorize/refused-requests.test.ts',
  challengeMethodWrong: 'authorize/refused-requests.test.ts',
  challengeMalformed: 'authorize/refused-requests.test.ts',
  promptUnsupported: 'authorize/refused-requests.test.ts',
  nobodySignedIn: 'authorize/silent.test.ts',
  accountAmbiguous: 'authorize/silent.test.ts',
  signInTooOld: 'authorize/silent.test.ts',
  consentRequired: 'authorize/silent.test.ts',
  stepUpRequired: 'authorize/silent.test.ts',
  consentDeclined: 'authorize/person.test.ts',
  signInCancelled: 'authorize/person.test.ts',
  credentialsWrong: 'authorize/passwords.test.ts',
  signInHeldBack: 'authorize/passwords.test.ts',
  formForeign: 'authorize/forged-forms.test.ts',
  formExpired: 'authorize/forged-forms.test.ts',
  formForged: 'authorize/forged-forms.test.ts',
} as const satisfies Partial<Readonly<Record<AadstsReason, string>>>;

import { clientAssertionErrors, fetchErrors, metadataErrors, tenantErrors, tokenHashErrors } from './request-errors.ts';
import {
  bindingErrors,
  proofKeyErrors,
  schemeContradictedErrors,
  schemeUnavailableErrors,
  schemeUnknownErrors,
} from './scheme-errors.ts';
import {
  revokedTokenErrors,
  throttledErrors,
  tokenBindingErrors,
  tokenDowngradeErrors,
  tokenEndpointErrors,
  tokenReplyErrors,
  tokenTypeErrors,
} from './token-errors.ts';
import { tokenRequestErrors } from './token-request-refused.ts';

type OauthErrors = typeof schemeUnknownErrors &
  typeof schemeUnavailableErrors &
  typeof schemeContradictedErrors &
  typeof bindingErrors &
  typeof proofKeyErrors &
  typeof tenantErrors &
  typeof metadataErrors &
  typeof clientAssertionErrors &
  typeof tokenRequestErrors &
  typeof tokenReplyErrors &
  typeof tokenDowngradeErrors &
  typeof tokenTypeErrors &
  typeof tokenBindingErrors &
  typeof revokedTokenErrors &
  typeof throttledErrors &
  typeof tokenEndpointErrors &
  typeof tokenHashErrors &
  typeof fetchErrors;

// The rows stand beside the classes that throw them, so that a bundle carries no others; see the catalogue of core.
/** Codes of the rooms that acquire and use tokens, each with its meaning and its mend. */
export const oauthErrors: OauthErrors = /* @__PURE__ */ (() => ({
  ...schemeUnknownErrors,
  ...schemeUnavailableErrors,
  ...schemeContradictedErrors,
  ...bindingErrors,
  ...proofKeyErrors,
  ...tenantErrors,
  ...metadataErrors,
  ...clientAssertionErrors,
  ...tokenRequestErrors,
  ...tokenReplyErrors,
  ...tokenDowngradeErrors,
  ...tokenTypeErrors,
  ...tokenBindingErrors,
  ...revokedTokenErrors,
  ...throttledErrors,
  ...tokenEndpointErrors,
  ...tokenHashErrors,
  ...fetchErrors,
}))();

/** Every code of {@link oauthErrors}. */
export type OauthErrorCode = keyof OauthErrors;

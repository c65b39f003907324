import type { ErrorEntry } from '@holdfast/core';
import {
  clientAssertionErrors,
  type FetchRefusedCode,
  fetchErrors,
  type MetadataCode,
  metadataErrors,
  type TokenHashCode,
  tenantErrors,
  tokenHashErrors,
} from './request-errors.ts';
import {
  bindingErrors,
  type ProofKeyUnavailableCode,
  proofKeyErrors,
  type SchemeContradictedCode,
  schemeContradictedErrors,
  schemeUnavailableErrors,
  schemeUnknownErrors,
} from './scheme-errors.ts';
import {
  revokedTokenErrors,
  type TokenEndpointFailedCode,
  throttledErrors,
  tokenBindingErrors,
  tokenDowngradeErrors,
  tokenEndpointErrors,
  tokenReplyErrors,
  tokenTypeErrors,
} from './token-errors.ts';
import { tokenRequestErrors } from './token-request-refused.ts';

/** Every code of {@link oauthErrors}. */
export type OauthErrorCode =
  | FetchRefusedCode
  | MetadataCode
  | ProofKeyUnavailableCode
  | SchemeContradictedCode
  | TokenEndpointFailedCode
  | TokenHashCode
  | 'ERR_BINDING_CERTIFICATE'
  | 'ERR_CLIENT_ASSERTION'
  | 'ERR_REVOKED_TOKEN_REPEATED'
  | 'ERR_SCHEME_UNAVAILABLE'
  | 'ERR_SCHEME_UNKNOWN'
  | 'ERR_TENANT_REQUIRED'
  | 'ERR_TOKEN_ENDPOINT_THROTTLED'
  | 'ERR_TOKEN_NOT_BOUND'
  | 'ERR_TOKEN_REPLY_MALFORMED'
  | 'ERR_TOKEN_REQUEST_REFUSED'
  | 'ERR_TOKEN_TYPE_DOWNGRADED'
  | 'ERR_TOKEN_TYPE_UNEXPECTED';

// The rows stand beside the classes that throw them, so that a bundle carries no others; see the catalogue of core.
/** Codes of the rooms that acquire and use tokens, each with its meaning and its mend. */
export const oauthErrors: Readonly<Record<OauthErrorCode, ErrorEntry>> = /* @__PURE__ */ (() => ({
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

import type { InteractionReason } from './interaction-required.ts';

/** Words of an authority that errors repeat; no other text of it is in any error. They are compared where answers are read, which pages load late. */
const authorizeErrors = [
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
export type AuthorizeError = (typeof authorizeErrors)[number];

const suberrors = [
  'basic_action',
  'additional_action',
  'message_only',
  'consent_required',
  'user_password_expired',
  'bad_token',
  'ui_not_allowed',
  'interrupted_user',
] as const;

/** What the authority says of why, in words that are known; Entra's own. */
export type Suberror = (typeof suberrors)[number];

/** What an authority says where a person has to be asked (OpenID Connect Core 1.0 section 3.1.2.6). */
export const interactionReasons: readonly InteractionReason[] = [
  'login_required',
  'interaction_required',
  'consent_required',
];

/** Finds the word that an authority said, of any type, among those that are known. */
export function findAuthorizeError(word: unknown): AuthorizeError | undefined {
  return authorizeErrors.find((known) => known === word);
}

/** Finds the word that an authority said of why, of any type, among those that are known. */
export function findSuberror(word: unknown): Suberror | undefined {
  return suberrors.find((known) => known === word);
}

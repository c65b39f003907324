import type { JsonObject } from '@holdfast/core';
import type { Binding } from './binding.ts';

/** How a binding shows in a token and in the reply; both come from here, so they cannot disagree. */
export interface BoundForm {
  readonly tokenType: 'Bearer' | 'pop' | 'mtls_pop';
  readonly cnf: JsonObject | undefined;
}

/**
 * Turns a binding into the `cnf` claim and the `token_type` of the reply.
 *
 * MSAL compares `pop` letter by letter and hands out the raw token on any other spelling.
 *
 * @see RFC 7800 section 3; RFC 8705 section 3.1
 */
export function buildConfirmation(binding: Binding): BoundForm {
  if (binding.scheme === 'bearer') return { tokenType: 'Bearer', cnf: undefined };
  if (binding.scheme === 'mtls_pop') {
    return { tokenType: 'mtls_pop', cnf: { 'x5t#S256': binding.certificateThumbprint } };
  }
  const { confirmation } = binding;
  if (confirmation.form !== 'jwk') return { tokenType: 'pop', cnf: { kid: confirmation.thumbprint } };
  const { jwk, thumbprint } = confirmation;
  return { tokenType: 'pop', cnf: { jwk: { ...jwk, kid: jwk.kid ?? thumbprint } } };
}

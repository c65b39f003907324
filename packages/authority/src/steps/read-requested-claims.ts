import { parseClaims, type RequestedClaims, readClaims } from '../claims/requested-claims.ts';
import { findParameter, type TokenForm } from '../forms/form.ts';

/**
 * Step: the `claims` parameter is JSON, and what it asks of the access token is taken over: `xms_cc`, `nbf` and `acrs`.
 *
 * Everything else in it is ignored, essential or not, and so is what is malformed: MSAL adds wishes that no application-only token can
 * grant. An essential `nbf` that is no time is the exception: whoever answers a challenge must not get less than was asked for.
 *
 * @throws {@link TokenRefused} `claimsMalformed`, `notBeforeTooLate`
 * @see OpenID Connect Core section 5.5
 */
export function readRequestedClaims({ form }: { readonly form: TokenForm }): {
  readonly requestedClaims: RequestedClaims;
} {
  const text = findParameter(form, 'claims');
  return { requestedClaims: text === undefined ? { capabilities: [] } : readClaims(parseClaims(text)) };
}

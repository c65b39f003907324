import { buildWwwAuthenticate, encodeClaimsChallenge, type JsonObject } from '@holdfast/core';
import { AuthenticationFailure } from '../errors/authentication-failure.ts';
import { Refused } from '../errors/refused.ts';

/**
 * Makes a failure for a route to throw when the token is good but lacks claims: a fresher sign-in, an authentication context, a token
 * issued after a revocation.
 *
 * It speaks under Bearer whatever the token is bound by, because that is the only form existing clients read.
 *
 * Not done: remembering that the challenge was given; the next token must be judged anew.
 *
 * @param claims - a claims request, such as `{ access_token: { acrs: { essential: true, value: 'c1' } } }`
 * @throws {@link ClaimsMalformed} `ERR_CLAIMS_TOO_LARGE` when no client would read the challenge
 * @see OpenID Connect Core section 5.5
 *
 * @example
 * ```ts
 * import { type Authenticated, claimsChallenge } from '@holdfast/resource';
 *
 * export function demandStepUp(caller: Authenticated): void {
 *   const acrs = caller.claims['acrs'];
 *   if (Array.isArray(acrs) && acrs.includes('c1')) return;
 *   throw claimsChallenge({ access_token: { acrs: { essential: true, value: 'c1' } } });
 * }
 * ```
 */
export function claimsChallenge(claims: JsonObject): AuthenticationFailure {
  const encoded = encodeClaimsChallenge(claims);
  return new AuthenticationFailure(new Refused('ERR_CLAIMS_INSUFFICIENT', { claims: encoded }), [
    buildClaimsLine(encoded),
  ]);
}

/** Builds the one line of a claims challenge, from claims as they are sent. */
export function buildClaimsLine(claims: string): string {
  return buildWwwAuthenticate({ scheme: 'Bearer', params: { error: 'insufficient_claims', claims } });
}

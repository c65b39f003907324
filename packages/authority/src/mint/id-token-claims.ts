import type { JsonObject } from '@holdfast/core';
import type { Delegation } from '../grants/grant.ts';
import { issuerV2 } from '../origin/addresses.ts';
import { pairwiseSubject } from './pairwise-subject.ts';

/** What the claims of an id_token are made from. */
export interface IdTokenFacts {
  readonly origin: string;
  readonly delegation: Delegation;
  readonly pairwiseSalt: string;
  readonly uti: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/**
 * Writes the claims of an id_token: who signed in, for the eyes of the client alone. Nothing in it gives a permission, so that no API can
 * take it for an access token.
 *
 * With a nonce when the authorization request had one, and never otherwise: MSAL for Node refuses either mistake.
 *
 * @see OpenID Connect Core sections 2, 5.4 and 12.2
 */
export function buildIdTokenClaims(facts: IdTokenFacts): JsonObject {
  const { origin, delegation, pairwiseSalt, issuedAt } = facts;
  const { family, nonce, scopes } = delegation;
  const { tenant, application, signIn } = family;
  const { objectId, username, displayName } = signIn.user;
  const asks = (scope: 'profile' | 'email'): boolean => scopes.openid.includes(scope);
  return {
    aud: application.clientId,
    iss: issuerV2(origin, tenant.id),
    iat: issuedAt,
    nbf: issuedAt,
    exp: facts.expiresAt,
    ...(family.tellsAuthenticationTime ? { auth_time: signIn.authenticatedAt } : {}),
    ...(nonce === undefined ? {} : { nonce }),
    oid: objectId,
    ...(asks('profile') ? { name: displayName, preferred_username: username, login_hint: signIn.loginHint } : {}),
    ...(asks('email') ? { email: username } : {}),
    sid: signIn.sessionId,
    sub: pairwiseSubject(pairwiseSalt, { objectId, sector: application.clientId }),
    tid: tenant.id,
    uti: facts.uti,
    ver: '2.0',
  };
}

import type { JsonObject } from '@holdfast/core';
import { permissionsOf } from '../grants/delegate.ts';
import type { UserAuthorization } from '../grants/grant.ts';
import { type AccessTokenFacts, buildAudienceClaims } from './audience-claims.ts';
import { pairwiseSubject } from './pairwise-subject.ts';

/** What the claims of a delegated token are made from. */
export interface DelegatedFacts extends AccessTokenFacts {
  readonly authorization: UserAuthorization;
  readonly pairwiseSalt: string;
}

/**
 * Writes the claims of a token with which an application acts for a user, in the version the API asks for.
 *
 * @see RFC 9068 section 2.2
 */
export function buildDelegatedClaims(facts: DelegatedFacts): JsonObject {
  const { tenant, authorization, pairwiseSalt, capabilities, authenticationContexts, cnf, issuedAt } = facts;
  const { api, delegation } = authorization;
  const { sessionId, user } = delegation.family.signIn;
  const { objectId, username, displayName } = user;
  return {
    ...buildAudienceClaims(facts),
    iat: issuedAt,
    nbf: issuedAt,
    exp: facts.expiresAt,
    amr: ['pwd'],
    name: displayName,
    oid: objectId,
    ...(api.accessTokenVersion === 1
      ? { acr: '1', unique_name: username, upn: username }
      : { preferred_username: username }),
    scp: permissionsOf(delegation.scopes).join(' '),
    sid: sessionId,
    // Another than in the id_token: the API and the client are two parties.
    sub: pairwiseSubject(pairwiseSalt, { objectId, sector: api.clientId ?? api.appIdUri }),
    tid: tenant.id,
    uti: facts.uti,
    ...(capabilities.length === 0 ? {} : { xms_cc: capabilities }),
    ...(authenticationContexts.length === 0 ? {} : { acrs: authenticationContexts }),
    ...(cnf === undefined ? {} : { cnf }),
  };
}

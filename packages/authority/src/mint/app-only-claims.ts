import type { JsonObject } from '@holdfast/core';
import { findResourceId } from '../directory/managed-identity.ts';
import type { ApplicationAuthorization } from '../grants/grant.ts';
import { issuerV1 } from '../origin/addresses.ts';
import { type AccessTokenFacts, buildAudienceClaims } from './audience-claims.ts';

/** What the claims of an application-only token are made from. */
export interface AppOnlyFacts extends AccessTokenFacts {
  readonly authorization: ApplicationAuthorization;
  /** `xms_tb`, which tokens bound to the certificate of a managed identity have: how they are bound. */
  readonly tokenBinding?: string | undefined;
}

/** Writes the claims of a token that an application gets in its own name, in the version the API asks for. */
export function buildAppOnlyClaims(facts: AppOnlyFacts): JsonObject {
  const { tenant, client, authorization, capabilities, authenticationContexts, cnf, tokenBinding, issuedAt } = facts;
  const resourceId = findResourceId(client.application);
  const isVersionOne = authorization.api.accessTokenVersion === 1;
  return {
    ...buildAudienceClaims(facts),
    ...(isVersionOne ? { idp: issuerV1(facts.origin, tenant.id) } : {}),
    iat: issuedAt,
    nbf: issuedAt,
    exp: facts.expiresAt,
    idtyp: 'app',
    oid: authorization.subject.objectId,
    sub: authorization.subject.objectId,
    tid: tenant.id,
    uti: facts.uti,
    ...(authorization.roles.length === 0 ? {} : { roles: authorization.roles }),
    ...(capabilities.length === 0 ? {} : { xms_cc: capabilities }),
    ...(resourceId === undefined ? {} : { xms_mirid: resourceId }),
    ...(authenticationContexts.length === 0 ? {} : { acrs: authenticationContexts }),
    ...(cnf === undefined ? {} : { cnf }),
    ...(tokenBinding === undefined ? {} : { xms_tb: tokenBinding }),
  };
}

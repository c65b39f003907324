import type { JsonObject } from '@holdfast/core';
import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import type { Tenant } from '../directory/directory.ts';
import { findResourceId } from '../directory/managed-identity.ts';
import type { Authorization } from '../grants/grant.ts';
import { issuerV1, issuerV2 } from '../origin/addresses.ts';

/** The client, as far as tokens name it. */
type MintedFor = Pick<AuthenticatedClient, 'application' | 'authenticatedBy'>;

/** What the claims of an application-only token are made from. */
export interface AppOnlyFacts {
  readonly origin: string;
  readonly tenant: Tenant;
  readonly client: MintedFor;
  readonly authorization: Authorization;
  readonly capabilities: readonly string[];
  readonly authenticationContexts: readonly string[];
  readonly cnf: JsonObject | undefined;
  /** `xms_tb`, which tokens bound to the certificate of a managed identity have: how they are bound. */
  readonly tokenBinding?: string | undefined;
  readonly uti: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** Writes the claims of a token that an application gets in its own name, in the version the API asks for. */
export function buildAppOnlyClaims(facts: AppOnlyFacts): JsonObject {
  const { tenant, client, authorization, capabilities, authenticationContexts, cnf, tokenBinding, issuedAt } = facts;
  const resourceId = findResourceId(client.application);
  const version = authorization.api.accessTokenVersion === 1 ? versionOneClaims(facts) : versionTwoClaims(facts);
  return {
    ...version,
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

function versionOneClaims({ origin, tenant, client, authorization }: AppOnlyFacts): JsonObject {
  const iss = issuerV1(origin, tenant.id);
  return {
    aud: authorization.resource,
    iss,
    appid: client.application.clientId,
    appidacr: authenticationClass(client),
    idp: iss,
    ver: '1.0',
  };
}

// Version 2 names an API by its client id, however the client spelled it.
function versionTwoClaims({ origin, tenant, client, authorization }: AppOnlyFacts): JsonObject {
  return {
    aud: authorization.api.clientId ?? authorization.api.appIdUri,
    iss: issuerV2(origin, tenant.id),
    azp: client.application.clientId,
    azpacr: authenticationClass(client),
    ver: '2.0',
  };
}

function authenticationClass(client: MintedFor): '1' | '2' {
  return client.authenticatedBy === 'secret' ? '1' : '2';
}

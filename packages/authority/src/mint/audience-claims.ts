import type { JsonObject } from '@holdfast/core';
import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import type { Tenant } from '../directory/directory.ts';
import type { Authorization } from '../grants/grant.ts';
import { issuerV1, issuerV2 } from '../origin/addresses.ts';

/** What every access token is made from. */
export interface AccessTokenFacts {
  readonly origin: string;
  readonly tenant: Tenant;
  /** The client, as far as tokens name it. */
  readonly client: Pick<AuthenticatedClient, 'application' | 'authenticatedBy'>;
  readonly authorization: Authorization;
  readonly capabilities: readonly string[];
  readonly authenticationContexts: readonly string[];
  readonly cnf: JsonObject | undefined;
  readonly uti: string;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

/** Writes who issued an access token, for which API and to which client, in the version that the API asks for. */
export function buildAudienceClaims(facts: AccessTokenFacts): JsonObject {
  const { origin, tenant, client, authorization } = facts;
  const { clientId } = client.application;
  const { api, resource } = authorization;
  if (api.accessTokenVersion === 1) {
    const iss = issuerV1(origin, tenant.id);
    return { aud: resource, iss, appid: clientId, appidacr: authenticationClass(client), ver: '1.0' };
  }
  return {
    // Version 2 names an API by its client id, however the client spelled it.
    aud: api.clientId ?? api.appIdUri,
    iss: issuerV2(origin, tenant.id),
    azp: clientId,
    azpacr: authenticationClass(client),
    ver: '2.0',
  };
}

function authenticationClass({ authenticatedBy }: AccessTokenFacts['client']): '0' | '1' | '2' {
  if (authenticatedBy === 'nothing') return '0';
  return authenticatedBy === 'secret' ? '1' : '2';
}

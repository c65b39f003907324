import { randomId } from '@holdfast/core';
import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import type { Tenant } from '../directory/directory.ts';
import type { Authorization } from '../grants/grant.ts';
import { buildAppOnlyClaims } from '../mint/app-only-claims.ts';
import type { Binding } from '../mint/binding.ts';
import { buildConfirmation } from '../mint/confirmation-claim.ts';
import type { IssuedToken } from '../mint/issued-token.ts';
import { tokenLifetimeSeconds } from '../mint/token-lifetime.ts';
import type { RequestedClaims } from './read-requested-claims.ts';
import type { TokenRequest } from './token-request.ts';

/** Step: the token is written and signed. Only a request whose binding was allowed comes this far. */
export async function mintAccessToken(
  facts: TokenRequest & {
    readonly tenant: Tenant;
    readonly client: AuthenticatedClient;
    readonly authorization: Authorization;
    readonly requestedClaims: RequestedClaims;
    readonly binding: Binding;
    readonly bindingAllowed: true;
  },
): Promise<{ readonly issued: IssuedToken }> {
  const { issuer, client, authorization } = facts;
  const issuedAt = Math.floor(facts.at / 1000);
  const expiresAt = issuedAt + tokenLifetimeSeconds(client.application, authorization.api);
  const { tokenType, cnf } = buildConfirmation(facts.binding);
  const uti = randomId();
  const payload = buildAppOnlyClaims({
    origin: issuer.origin,
    tenant: facts.tenant,
    client,
    authorization,
    capabilities: facts.requestedClaims.capabilities,
    cnf,
    uti,
    issuedAt,
    expiresAt,
  });
  const accessToken = await issuer.signingKeys.sign(payload, expiresAt);
  return { issued: { accessToken, tokenType, uti, issuedAt, expiresAt } };
}

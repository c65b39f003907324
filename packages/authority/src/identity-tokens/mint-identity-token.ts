import type { RequestedClaims } from '../claims/requested-claims.ts';
import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import type { ManagedIdentity, Tenant } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { TokenIssued } from '../events/authority-event.ts';
import type { Authorization } from '../grants/grant.ts';
import type { Binding } from '../mint/binding.ts';
import type { IssuedToken } from '../mint/issued-token.ts';
import { enforceBindingPolicy } from '../steps/enforce-binding-policy.ts';
import { grantClaims } from '../steps/grant-claims.ts';
import { mintAccessToken } from '../steps/mint-access-token.ts';
import { createProcedure } from '../steps/procedure.ts';
import type { Issuer } from '../steps/token-request.ts';

/** Whose token is wanted, and for what. */
export interface IdentityTokenRequest {
  readonly issuer: Issuer;
  readonly identity: ManagedIdentity;
  /** The API as the program spelled it; the audience of version 1 tokens. */
  readonly resource: string;
  /** Client capabilities in lower case. */
  readonly capabilities: readonly string[];
}

// The same end as that of the token endpoint: policy, gate and mint know no other way in.
const identityProcedure = createProcedure<IdentityTokenRequest>()
  .step(authorizeIdentity)
  .step(grantClaims)
  .step(enforceBindingPolicy)
  .step(mintAccessToken);

/**
 * Mints a token of a managed identity. It is a bearer token, so an identity or an API that takes nothing but bound ones gets none.
 *
 * @param service - who answers the program, for the event
 * @throws {@link TokenRefused}
 */
export async function mintIdentityToken(
  request: IdentityTokenRequest,
  service: string,
): Promise<{ readonly issued: IssuedToken; readonly event: TokenIssued }> {
  const { identity, authorization, issued } = await identityProcedure.run(request);
  return {
    issued,
    event: {
      name: 'token.issued',
      tenantId: identity.tenantId,
      clientId: identity.clientId,
      resource: authorization.api.appIdUri,
      grant: 'managed_identity',
      scheme: 'bearer',
      boundTo: undefined,
      clientAuthentication: service,
      uti: issued.uti,
      expiresAt: issued.expiresAt,
    },
  };
}

interface AuthorizedIdentity {
  readonly tenant: Tenant;
  readonly client: Pick<AuthenticatedClient, 'application' | 'authenticatedBy' | 'certificates'>;
  readonly authorization: Authorization;
  readonly requestedClaims: RequestedClaims;
  readonly binding: Binding;
}

/** Step: the resource is an API, on which the identity has the roles that were granted to it. */
function authorizeIdentity({ issuer, identity, resource, capabilities }: IdentityTokenRequest): AuthorizedIdentity {
  const tenant = issuer.directory.findTenant(identity.tenantId);
  if (tenant === undefined) throw new TokenRefused('tenantUnknown');
  const api = issuer.directory.findApi(resource);
  if (api === undefined) throw new TokenRefused('resourceUnknown');
  return {
    tenant,
    // The platform comes with a certificate of the identity, as a relying party does on its own.
    client: { application: identity, authenticatedBy: 'certificate', certificates: identity.thumbprints },
    authorization: {
      subject: { kind: 'application', objectId: identity.objectId },
      api,
      resource,
      roles: identity.grantedRoles.get(api.appIdUri) ?? [],
    },
    requestedClaims: { capabilities },
    binding: { scheme: 'bearer' },
  };
}

import type { Tenant } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { getMeantTenants } from '../steps/find-tenant.ts';
import type { AuthorizeRequest, Client, ResponseMode } from './authorize-request.ts';

/** Step: the path names a tenant, or by `common` or `organizations` whichever the application is of. */
export function findTenants({ directory, tenantName }: AuthorizeRequest): { readonly tenants: readonly Tenant[] } {
  return { tenants: getMeantTenants(directory, tenantName) };
}

/** Step: the client id names an application of the tenant. What is there twice names nothing. */
export function findApplication(facts: AuthorizeRequest & { readonly tenants: readonly Tenant[] }): {
  readonly found: Pick<Client, 'tenant' | 'application'>;
} {
  const { directory, parameters, tenants } = facts;
  if (parameters.repeated.has('client_id')) throw new TokenRefused('parameterRepeated', 'client_id');
  const clientId = parameters.values.get('client_id');
  if (clientId === undefined) throw new TokenRefused('parameterMissing', 'client_id');
  for (const tenant of tenants) {
    const application = directory.findApplication(tenant, clientId);
    if (application !== undefined) return { found: { tenant, application } };
  }
  throw new TokenRefused('clientUnknown');
}

/**
 * Step: the redirect address is one that is registered, letter by letter. Nothing is decoded, normalised or completed: whatever two readers of
 * an address could read differently is another address. From here on refusals go to it.
 *
 * @see RFC 9700 section 4.1.3
 */
export function matchRedirectUri(
  facts: AuthorizeRequest & { readonly found: Pick<Client, 'tenant' | 'application'> },
): { readonly client: Client } {
  const { parameters, found } = facts;
  if (parameters.repeated.has('redirect_uri')) throw new TokenRefused('parameterRepeated', 'redirect_uri');
  const redirectUri = parameters.values.get('redirect_uri');
  if (redirectUri === undefined) throw new TokenRefused('redirectUriMissing');
  if (!found.application.redirectUris.includes(redirectUri)) throw new TokenRefused('redirectUriUnknown');
  const responseMode = parseResponseMode(parameters.values.get('response_mode')) ?? 'query';
  return { client: { ...found, redirectUri, responseMode } };
}

/** Reads how the answer shall travel; undefined for a way that does not exist. */
export function parseResponseMode(text: string | undefined): ResponseMode | undefined {
  return text === 'query' || text === 'fragment' || text === 'form_post' ? text : undefined;
}

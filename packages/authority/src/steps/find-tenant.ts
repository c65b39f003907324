import { isGuid } from '@holdfast/core';
import { findClientCredential } from '../client-auth/client-credential.ts';
import type { Directory, Tenant } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { TokenForm } from '../forms/form.ts';
import type { Grant } from '../grants/grant.ts';
import type { TokenRequest } from './token-request.ts';

const domain = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i;

/** A tenant segment that names no single tenant. */
export type SharedTenant = 'common' | 'organizations';

/** Reads the first segment of a path: one tenant, all of them, or nothing that is known. */
export function parseTenantName(directory: Directory, name: string): Tenant | SharedTenant | 'unknown' | 'malformed' {
  const lower = name.toLowerCase();
  if (lower === 'common' || lower === 'organizations') return lower;
  const tenant = directory.findTenant(lower);
  if (tenant !== undefined) return tenant;
  return isGuid(lower) || domain.test(name) || lower === 'consumers' ? 'unknown' : 'malformed';
}

function getNamedTenant(directory: Directory, name: string): Tenant | SharedTenant {
  const tenant = parseTenantName(directory, name);
  if (tenant === 'malformed') throw new TokenRefused('tenantMalformed');
  if (tenant === 'unknown') throw new TokenRefused('tenantUnknown');
  return tenant;
}

/**
 * Finds the tenants that the first segment of a path may mean: the one that it names, or all of them.
 *
 * @throws {@link TokenRefused} `tenantMalformed`, `tenantUnknown`
 */
export function getMeantTenants(directory: Directory, name: string): readonly Tenant[] {
  const tenant = getNamedTenant(directory, name);
  return typeof tenant === 'string' ? directory.tenants : [tenant];
}

/**
 * Step: the path names a tenant. `common` and `organizations` name none; where a user stands behind the request they mean the tenant of the
 * application, in which the user signed in.
 */
export function findTenant(request: TokenRequest & { readonly form: TokenForm; readonly grant: Grant }): {
  readonly tenant: Tenant;
} {
  const { issuer, tenantName, grant } = request;
  const tenant = getNamedTenant(issuer.directory, tenantName);
  if (typeof tenant !== 'string') return { tenant };
  if (grant.actor === 'application') throw new TokenRefused('tenantRequired');
  return { tenant: findTenantOfClient(request) };
}

function findTenantOfClient({
  issuer: { directory },
  form,
  authorization,
}: TokenRequest & { readonly form: TokenForm }): Tenant {
  const { clientId } = findClientCredential(form, authorization);
  const tenant = directory.tenants.find((one) => directory.findApplication(one, clientId) !== undefined);
  if (tenant === undefined) throw new TokenRefused('clientUnknown');
  return tenant;
}

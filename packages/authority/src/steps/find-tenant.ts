import { isGuid } from '@holdfast/core';
import type { Directory, Tenant } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
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

/** Step: the path names a tenant. `common` and `organizations` name none, and only signed-in users imply one. */
export function findTenant({ issuer, tenantName }: TokenRequest): { readonly tenant: Tenant } {
  const tenant = parseTenantName(issuer.directory, tenantName);
  if (tenant === 'malformed') throw new TokenRefused('tenantMalformed');
  if (tenant === 'unknown') throw new TokenRefused('tenantUnknown');
  if (typeof tenant === 'string') throw new TokenRefused('tenantRequired');
  return { tenant };
}

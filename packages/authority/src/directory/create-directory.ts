import { isGuid } from '@holdfast/core';
import type { Api, Application, Directory, ManagedIdentity, Tenant, User } from './directory.ts';

/** Indexes the parts of a directory. Not checked: that the parts agree; `settleDirectory` makes parts that do. */
export function createDirectory(parts: {
  readonly tenants: readonly Tenant[];
  readonly applications: readonly Application[];
  readonly identities: readonly ManagedIdentity[];
  readonly apis: readonly Api[];
  readonly users: readonly User[];
}): Directory {
  const tenants = new Map<string, Tenant>();
  for (const tenant of parts.tenants) tenants.set(tenant.id, tenant).set(tenant.domain, tenant);
  const clients: readonly Application[] = [...parts.applications, ...parts.identities];
  const applications = new Map(clients.map((item) => [`${item.tenantId} ${item.clientId}`, item]));
  const apis = new Map<string, Api>();
  for (const api of parts.apis) {
    apis.set(api.appIdUri, api);
    if (api.clientId !== undefined) apis.set(api.clientId, api);
  }
  return Object.freeze({
    ...parts,
    findTenant: (name: string) => tenants.get(name.toLowerCase()),
    findApplication: (tenant: Tenant, clientId: string) => applications.get(`${tenant.id} ${clientId.toLowerCase()}`),
    findApi: (identifier: string) => {
      const name = withoutTrailingSlash(identifier);
      const lower = name.toLowerCase();
      return apis.get(name) ?? (isGuid(lower) ? apis.get(lower) : undefined);
    },
  });
}

// Entra's own resources are asked for as `https://host/` as often as `https://host`.
function withoutTrailingSlash(identifier: string): string {
  return identifier.endsWith('/') ? identifier.slice(0, -1) : identifier;
}

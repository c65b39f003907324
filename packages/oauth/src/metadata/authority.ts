import { isPlainHost } from '../http/plain-host.ts';

/** An authority, taken apart once: where it is, and which tenant it speaks for. */
export interface Authority {
  /** Where it is: scheme, host and port. */
  readonly origin: string;
  /** GUID in lower case, or domain, or `common`, `organizations`, `consumers`. */
  readonly tenant: string;
}

const tenantPattern = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
const sharedTenants: ReadonlySet<string> = new Set(['common', 'organizations', 'consumers']);

/**
 * Parses an authority address: `https://host/{tenant}`, with or without `/v2.0` and a trailing slash.
 *
 * Not checked: that there is an authority; the first token request finds out.
 *
 * @throws TypeError for everything else: http, credentials, query or fragment, more path segments
 *
 * @example
 * ```ts
 * import { parseAuthority } from '@holdfast/oauth';
 *
 * const { origin, tenant } = parseAuthority('https://login.microsoftonline.com/contoso.example/v2.0');
 * console.log(origin, tenant); // https://login.microsoftonline.com contoso.example
 * ```
 */
export function parseAuthority(address: string): Authority {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || !isPlainHost(url.hostname)) throw new TypeError('authority must be an https URL');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new TypeError('authority must not carry credentials, a query or a fragment');
  }
  const segments = url.pathname
    .replace(/\/(?:v2\.0\/?)?$/, '')
    .slice(1)
    .split('/');
  const [tenant] = segments;
  if (tenant === undefined || segments.length !== 1) throw new TypeError('authority must end in exactly one tenant');
  return { origin: url.origin, tenant: parseTenant(tenant) };
}

/**
 * Parses a tenant: a GUID or a domain.
 *
 * Not checked: that there is such a tenant, nor whether a GUID and a domain mean the same one.
 *
 * @returns the tenant in lower case, so that one tenant has one spelling
 * @throws TypeError when it could change the path of an address
 *
 * @example
 * ```ts
 * import { parseTenant } from '@holdfast/oauth';
 *
 * console.log(parseTenant('Contoso.example')); // contoso.example
 * ```
 */
export function parseTenant(tenant: unknown): string {
  if (typeof tenant !== 'string' || !tenantPattern.test(tenant))
    throw new TypeError('tenant must be a GUID or a domain');
  return tenant.toLowerCase();
}

/** Tells whether a tenant stands for many tenants, in none of which an application can act for itself. */
export function isSharedTenant(tenant: string): boolean {
  return sharedTenants.has(tenant);
}

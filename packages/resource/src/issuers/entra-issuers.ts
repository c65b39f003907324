import type { JsonObject } from '@holdfast/core';
import type { IssuerOptions } from './issuer-options.ts';

/** What {@link entraIssuers} is told. */
export interface EntraIssuersOptions {
  /** Origin of the authority: `https://login.microsoftonline.com`, or a local one. */
  readonly authority: string;
  /** Which tenants may call: a list of GUIDs, or `'any'` tenant of the authority. */
  readonly tenants: 'any' | readonly string[];
  /** The key set itself, for offline validation. @default none: the authority is asked */
  readonly jwks?: JsonObject | undefined;
}

// Where the issuer of v1 tokens is not the authority's own host.
const v1Hosts: ReadonlyMap<string, string> = new Map([
  ['login.microsoftonline.com', 'sts.windows.net'],
  ['login.microsoftonline.us', 'sts.windows.net'],
  ['login.partner.microsoftonline.cn', 'sts.chinacloudapi.cn'],
]);

/**
 * The v1 and v2 issuers of an Entra authority, both with its v2 key set.
 *
 * With one tenant the tenant's own key set is asked for, with several the common one; the keys' `issuer` member keeps tenants apart.
 *
 * @throws TypeError when `authority` is not an https origin; the rest is checked by {@link createTokenValidator}
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens
 *
 * @example
 * ```ts
 * import { entraIssuers } from '@holdfast/resource';
 *
 * const issuers = entraIssuers({
 *   authority: 'https://localhost:8443',
 *   tenants: ['8e1f9a0e-0000-4000-8000-5f2d3c4b5a69'],
 * });
 * console.log(issuers.map(({ issuer }) => issuer));
 * ```
 */
export function entraIssuers(options: EntraIssuersOptions): readonly IssuerOptions[] {
  const { tenants, jwks } = options;
  const authority = parseAuthority(options.authority);
  if (tenants !== 'any' && !(Array.isArray(tenants) && tenants.every((tenant) => typeof tenant === 'string'))) {
    throw new TypeError('tenants must be a list of GUIDs, or any');
  }
  const segment = tenants !== 'any' && tenants.length === 1 ? tenants[0] : 'common';
  const keys = jwks === undefined ? { jwksUri: `${authority.origin}/${segment}/discovery/v2.0/keys` } : { jwks };
  const v1Host = v1Hosts.get(authority.host) ?? authority.host;
  const v2 = `${authority.origin}/{tenantid}/v2.0`;
  return [
    { issuer: v2, tenants, ...keys },
    { issuer: `https://${v1Host}/{tenantid}/`, keyIssuer: v2, tenants, ...keys },
  ];
}

function parseAuthority(text: unknown): URL {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:' || url.href !== `${url.origin}/`) {
    throw new TypeError('authority must be the https origin of an authority, without a path');
  }
  return url;
}

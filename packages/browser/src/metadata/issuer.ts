import { isGuid } from '@holdfast/core';

/**
 * Fills the tenant into an issuer: authorities that many tenants share write `{tenantid}` there, and their keys may too.
 *
 * Not checked: the tenant; whoever compares issuers knows which he means.
 */
export function fillIssuer(issuer: string, tenant: string): string {
  return issuer.replace('{tenantid}', () => tenant);
}

/**
 * Tells whether an issuer that an answer names can be the one of the metadata: letter for letter, but for a tenant in the place of the template.
 * The id_token says which tenant it was.
 *
 * @see RFC 9207 section 2.4
 */
export function isIssuer(named: string, issuer: string): boolean {
  const [before = '', after] = issuer.split('{tenantid}');
  if (after === undefined) return named === issuer;
  const tenant = named.slice(before.length, named.length - after.length);
  return isGuid(tenant) && named === fillIssuer(issuer, tenant);
}

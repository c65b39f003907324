import { isGuid } from '@holdfast/core';
import type { Authority } from './authority.ts';

const template = '{tenantid}';

/**
 * Tells whether an issuer may speak for an authority: same origin (or a known one), and no other tenant.
 *
 * The issuer of Entra is not the address it was asked at (RFC 8414 section 3.3 wants that): a domain is answered with the tenant's
 * GUID, a shared tenant with the template `{tenantid}`. So the tenant segment is compared where both sides name one.
 *
 * @param issuer - `issuer` of the metadata document
 * @param trustedOrigins - origins from `knownAuthorities`
 */
export function matchIssuer(issuer: string, authority: Authority, trustedOrigins: ReadonlySet<string>): boolean {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    return false;
  if (url.origin !== authority.origin && !trustedOrigins.has(url.origin)) return false;
  const named = decodeSegment(url.pathname.split('/')[1] ?? '').toLowerCase();
  if (named === authority.tenant || named === template) return true;
  return !isGuid(authority.tenant) && isGuid(named);
}

// The URL parser percent-encodes the braces of the template.
function decodeSegment(segment: string): string {
  return segment.replace(/%7B/gi, '{').replace(/%7D/gi, '}');
}

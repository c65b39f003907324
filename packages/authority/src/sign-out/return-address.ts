import type { Application, Directory, Tenant } from '../directory/directory.ts';

/** Where a sign-out leads: a registered address, or our own page, with or without a word about an address that is not registered. */
export type ReturnAddress = { readonly uri: string } | 'none' | 'unregistered';

/** What a return address is judged by. */
export interface ReturnFacts {
  readonly directory: Pick<Directory, 'applications'>;
  /** Tenants whose applications may be meant. */
  readonly tenants: readonly Tenant[];
  /** The application that asks, where the request says so. */
  readonly clientId: string | undefined;
}

/**
 * Finds out whether an address may be returned to: letter by letter one that an application has registered, the one that asks or, where
 * nobody says who asks, any of the tenant.
 *
 * @see OpenID Connect RP-Initiated Logout section 3
 */
export function judgeReturnAddress(uri: string | undefined, facts: ReturnFacts): ReturnAddress {
  if (uri === undefined) return 'none';
  const { directory, tenants, clientId } = facts;
  const mayBeMeant = (one: Application): boolean =>
    tenants.some(({ id }) => id === one.tenantId) &&
    (clientId === undefined || one.clientId === clientId.toLowerCase());
  const isRegistered = directory.applications
    .filter(mayBeMeant)
    .some(({ redirectUris, postLogoutRedirectUris }) => [...redirectUris, ...postLogoutRedirectUris].includes(uri));
  return isRegistered ? { uri } : 'unregistered';
}

/** Writes the address with the `state` of the request, which is all that goes there. */
export function buildReturnLocation(uri: string, state: string | undefined): string {
  if (state === undefined) return uri;
  return `${uri}${uri.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`;
}

import type { DirectoryConfiguration } from '@holdfast/authority';
import { RedirectUriUnknown } from '../errors/redirect-uri-unknown.ts';

/** One more redirect address for an application. */
export interface RedirectUri {
  readonly application: string;
  readonly uri: string;
}

/**
 * Adds redirect addresses to the applications they are for.
 *
 * @throws {@link RedirectUriUnknown} when no tenant has an application of that name
 */
export function addRedirectUris(
  directory: DirectoryConfiguration,
  redirectUris: readonly RedirectUri[],
): DirectoryConfiguration {
  return redirectUris.reduce(addOne, directory);
}

function addOne(directory: DirectoryConfiguration, { application, uri }: RedirectUri): DirectoryConfiguration {
  for (const [domain, tenant] of Object.entries(directory.tenants)) {
    const known = tenant.applications?.[application];
    if (known === undefined) continue;
    const changed = { ...known, redirectUris: [...(known.redirectUris ?? []), uri] };
    const applications = { ...tenant.applications, [application]: changed };
    return { ...directory, tenants: { ...directory.tenants, [domain]: { ...tenant, applications } } };
  }
  throw new RedirectUriUnknown();
}

import { type DirectoryConfiguration, isRedirectUri } from '@holdfast/authority';
import { RedirectUriRefused } from '../errors/redirect-uri-refused.ts';

/** One more redirect address for an application. */
export interface RedirectUri {
  readonly application: string;
  readonly uri: string;
}

/**
 * Adds redirect addresses to the applications they are for.
 *
 * @throws {@link RedirectUriRefused} when no tenant has an application of that name, or a directory file could not hold the address
 */
export function addRedirectUris(
  directory: DirectoryConfiguration,
  redirectUris: readonly RedirectUri[],
): DirectoryConfiguration {
  return redirectUris.reduce(addOne, directory);
}

function addOne(directory: DirectoryConfiguration, { application, uri }: RedirectUri): DirectoryConfiguration {
  if (!isRedirectUri(uri)) throw new RedirectUriRefused('ERR_REDIRECT_URI_ADDRESS');
  for (const [domain, tenant] of Object.entries(directory.tenants)) {
    // A map: `constructor` is the name of an application only where the directory says so.
    const known = new Map(Object.entries(tenant.applications ?? {})).get(application);
    if (known === undefined) continue;
    const changed = { ...known, redirectUris: [...(known.redirectUris ?? []), uri] };
    const applications = { ...tenant.applications, [application]: changed };
    return { ...directory, tenants: { ...directory.tenants, [domain]: { ...tenant, applications } } };
  }
  throw new RedirectUriRefused('ERR_REDIRECT_URI_APPLICATION');
}

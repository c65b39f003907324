import type { Api, Directory } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { findParameter } from '../forms/form.ts';
import type { Grant } from './grant.ts';

/**
 * The application asks in its own name, and gets the roles that were granted to it on one API.
 *
 * @see RFC 6749 section 4.4
 */
export const clientCredentials: Grant = {
  name: 'client_credentials',
  actor: 'application',
  authorize({ issuer, form, client }) {
    const scope = findParameter(form, 'scope');
    if (scope === undefined) throw new TokenRefused('scopeMissing');
    const { api, resource } = findDefaultScopeApi(issuer.directory, scope);
    return {
      subject: { kind: 'application', objectId: client.application.objectId },
      api,
      resource,
      roles: client.application.grantedRoles.get(api.appIdUri) ?? [],
    };
  },
};

const suffix = '/.default';

// With `https://host//.default` clients ask for `https://host/`, and get that as the audience.
function findDefaultScopeApi(directory: Directory, scope: string): { readonly api: Api; readonly resource: string } {
  const [wanted, ...others] = scope.split(' ').filter((item) => item !== '');
  if (wanted === undefined || others.length > 0 || !wanted.endsWith(suffix)) throw new TokenRefused('scopeNotDefault');
  const resource = wanted.slice(0, -suffix.length);
  if (resource === '') throw new TokenRefused('scopeNotDefault');
  const api = directory.findApi(resource);
  if (api === undefined) throw new TokenRefused('resourceUnknown');
  return { api, resource };
}

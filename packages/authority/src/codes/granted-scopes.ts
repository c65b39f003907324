import type { Api, Application, Directory } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';

/** What a user lets an application do, with every name looked up: permissions of one API, and what OpenID Connect knows. */
export interface GrantedScopes {
  /** The API; undefined when only OpenID Connect is asked for. */
  readonly api: Api | undefined;
  /** The API as the client spelled it, the audience of version 1 tokens; undefined without an API. */
  readonly resource: string | undefined;
  /** Delegated permissions of the API, by their bare names, as in `scp`. */
  readonly scopes: readonly string[];
  /** The same as the client spells them, `.default` beside what it stands for: clients look their tokens up by these. */
  readonly names: readonly string[];
  /** Those of `openid`, `profile`, `email` and `offline_access` that were asked for. */
  readonly openid: readonly OpenidScope[];
}

/** A scope of OpenID Connect, which no API offers. */
export type OpenidScope = 'openid' | 'profile' | 'email' | 'offline_access';

/** The API that a permission without a resource belongs to. */
export const graphUri = 'https://graph.microsoft.com';

const openidScopes: readonly OpenidScope[] = ['openid', 'profile', 'email', 'offline_access'];
const mostScopes = 64;
const defaultScope = '.default';

/**
 * Parses the scopes of a request that a user stands behind: `api://orders/read`, `User.Read` for Microsoft Graph, `api://orders/.default` for
 * whatever the application is registered for, and those of OpenID Connect. A token is for one API, so one request names one.
 *
 * Not checked: that the user consented.
 *
 * @param text - names with blanks between them
 * @param application - who asks; what `.default` means depends on it
 * @throws {@link TokenRefused} `scopeMissing`, `scopesMixed`, `severalResources`, `resourceUnknown`, `scopeUnknown`, `permissionMissing`
 * @see RFC 6749 section 3.3; OpenID Connect Core sections 5.4 and 11
 */
export function parseScopes(directory: Directory, text: string, application: Application): GrantedScopes {
  const names = [...new Set(text.split(' ').filter((name) => name !== ''))];
  if (names.length === 0 || names.length > mostScopes) throw new TokenRefused('scopeMissing');
  const openid = openidScopes.filter((name) => names.includes(name));
  const asked = names.filter((name) => !isOpenidScope(name)).map(splitScope);
  const [first] = asked;
  if (first === undefined) return { api: undefined, resource: undefined, scopes: [], names: [], openid };
  const { resource } = first;
  const api = findApi(directory, resource);
  if (asked.some((one) => findApi(directory, one.resource) !== api)) throw new TokenRefused('severalResources');
  const permissions = [...new Set(asked.map(({ permission }) => permission))];
  const scopes = findPermissions(permissions, { api, application });
  const spelled = names.filter((name) => !isOpenidScope(name));
  const meant = permissions.includes(defaultScope) ? scopes.map((name) => `${resource}/${name}`) : [];
  return { api, resource, scopes, names: [...spelled, ...meant], openid };
}

/**
 * Takes those of the granted scopes that are asked for now.
 *
 * @returns undefined when more is asked for; OpenID Connect scopes too many are left out, for clients add them to every request
 */
export function narrowScopes(granted: GrantedScopes, asked: GrantedScopes): GrantedScopes | undefined {
  const openid = granted.openid.filter((name) => asked.openid.includes(name));
  if (asked.api === undefined) return { ...asked, openid };
  const isGranted = asked.api === granted.api && asked.scopes.every((name) => granted.scopes.includes(name));
  return isGranted ? { ...asked, openid } : undefined;
}

function isOpenidScope(name: string): name is OpenidScope {
  return openidScopes.some((one) => one === name);
}

// With `https://host//.default` clients ask for `https://host/`, and get that as the audience.
function splitScope(name: string): { readonly resource: string; readonly permission: string } {
  const at = name.lastIndexOf('/');
  return at < 0
    ? { resource: graphUri, permission: name }
    : { resource: name.slice(0, at), permission: name.slice(at + 1) };
}

function findApi(directory: Directory, resource: string): Api {
  const api = directory.findApi(resource);
  if (api === undefined) throw new TokenRefused('resourceUnknown');
  return api;
}

function findPermissions(
  asked: readonly string[],
  { api, application }: { readonly api: Api; readonly application: Application },
): readonly string[] {
  if (!asked.includes(defaultScope)) {
    if (!asked.every((name) => api.scopes.includes(name))) throw new TokenRefused('scopeUnknown');
    return asked;
  }
  if (asked.length > 1) throw new TokenRefused('scopesMixed');
  const registered = application.delegatedPermissions.get(api.appIdUri) ?? [];
  if (registered.length === 0) throw new TokenRefused('permissionMissing');
  return registered;
}

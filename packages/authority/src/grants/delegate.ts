import { type GrantedScopes, graphUri } from '../codes/granted-scopes.ts';
import type { Api, Directory } from '../directory/directory.ts';
import type { Delegation, UserAuthorization } from './grant.ts';

/**
 * Turns what a user lets an application do into an authorization.
 *
 * Whoever asks for nothing but a sign-in gets an access token all the same, because OAuth knows no answer without one: as in Entra it is for
 * Microsoft Graph, and good for nothing but saying who signed in.
 */
export function delegate(directory: Directory, delegation: Delegation): UserAuthorization {
  const { scopes, family } = delegation;
  const { api, resource } = scopes;
  return {
    subject: { kind: 'user', objectId: family.signIn.user.objectId },
    api: api ?? directory.findApi(graphUri) ?? signInApi,
    resource: resource ?? graphUri,
    roles: [],
    delegation,
  };
}

/** What the token may do, as in `scp`: permissions of the API, or else what it says of the user. */
export function permissionsOf({ api, scopes, openid }: GrantedScopes): readonly string[] {
  return api === undefined ? openid.filter((name) => name !== 'offline_access') : scopes;
}

// For a directory without built-in resources.
const signInApi: Api = {
  appIdUri: graphUri,
  scopes: [],
  roles: [],
  tokenBinding: 'allowed',
  accessTokenVersion: 1,
};

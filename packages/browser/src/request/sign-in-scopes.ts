/** Scopes that come along with every request for a user's token: an id_token, what it says of the person, and a refresh token. */
export const signInScopes: readonly string[] = ['openid', 'profile', 'offline_access'];

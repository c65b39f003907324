// Addresses that other programs compare letter by letter; written in one place so that they agree.

/** Issuer of version 2 tokens. */
export function issuerV2(origin: string, tenant: string): string {
  return `${origin}/${tenant}/v2.0`;
}

/** Issuer of version 1 tokens, with the trailing slash that Entra's `sts.windows.net` has. */
export function issuerV1(origin: string, tenant: string): string {
  return `${origin}/${tenant}/`;
}

/** Token endpoint of a tenant. */
export function tokenEndpoint(origin: string, tenant: string): string {
  return `${origin}/${tenant}/oauth2/v2.0/token`;
}

/** Where the signing keys of a tenant are. */
export function keySetAddress(origin: string, tenant: string): string {
  return `${origin}/${tenant}/discovery/v2.0/keys`;
}

/** Where people sign in to applications of a tenant. */
export function authorizationEndpoint(origin: string, tenant: string): string {
  return `${origin}/${tenant}/oauth2/v2.0/authorize`;
}

/** Where people sign out. */
export function endSessionEndpoint(origin: string, tenant: string): string {
  return `${origin}/${tenant}/oauth2/v2.0/logout`;
}

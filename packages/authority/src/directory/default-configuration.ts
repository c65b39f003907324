import type { DirectoryConfiguration } from './configuration.ts';

/** The directory of an authority that was told nothing. */
export const defaultConfiguration: DirectoryConfiguration = {
  tenants: {
    'contoso.example': {
      applications: {
        daemon: {
          secret: 'generate',
          certificate: 'issue',
          grantedRoles: { 'api://orders': ['Orders.Read', 'Orders.Write'] },
        },
        spa: {
          kind: 'public',
          redirectUris: ['http://localhost:5173/redirect.html'],
          postLogoutRedirectUris: ['http://localhost:5173/'],
          delegatedPermissions: { 'api://orders': ['read', 'write'] },
        },
        'web-app': {
          secret: 'generate',
          redirectUris: ['http://localhost:3000/auth/callback'],
          delegatedPermissions: { 'api://orders': ['read', 'write'] },
        },
        'orders-api': {
          api: { appIdUri: 'api://orders', scopes: ['read', 'write'], roles: ['Orders.Read', 'Orders.Write'] },
        },
      },
      identities: {
        system: { kind: 'system-assigned', grantedRoles: { 'api://orders': ['Orders.Read', 'Orders.Write'] } },
        worker: { grantedRoles: { 'api://orders': ['Orders.Read', 'Orders.Write'] } },
      },
      users: {
        'ada@contoso.example': { displayName: 'Ada Lovelace' },
        'grace@contoso.example': { displayName: 'Grace Hopper' },
      },
    },
    'fabrikam.example': {
      applications: {
        'fabrikam-daemon': { secret: 'generate', grantedRoles: { 'api://orders': ['Orders.Read', 'Orders.Write'] } },
      },
      users: { 'edsger@fabrikam.example': { displayName: 'Edsger Dijkstra' } },
    },
  },
  resources: {
    // Microsoft's own resources still ask for version 1 tokens.
    'https://vault.azure.net': { accessTokenVersion: 1, scopes: ['user_impersonation'] },
    'https://graph.microsoft.com': { accessTokenVersion: 1, scopes: ['User.Read'] },
    'https://storage.azure.com': { accessTokenVersion: 1, scopes: ['user_impersonation'] },
    'https://management.azure.com': { accessTokenVersion: 1, scopes: ['user_impersonation'] },
    'api://AzureADTokenExchange': {},
  },
};

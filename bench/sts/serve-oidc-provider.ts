// oidc-provider as its documentation sets it up for JWT access tokens of one resource server.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { announce } from './announcement.ts';

const client = randomUUID();
const secret = randomUUID();
const resource = 'api://orders';
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const provider = new Provider('http://127.0.0.1', {
  clients: [
    {
      client_id: client,
      client_secret: secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'only' }] },
  scopes: ['read'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({
        scope: 'read',
        audience: resource,
        accessTokenTTL: 3599,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});

const server = provider.listen(0, '127.0.0.1', () => {
  const form = { grant_type: 'client_credentials', client_id: client, client_secret: secret, scope: 'read', resource };
  announce({
    port: (server.address() as AddressInfo).port,
    tls: false,
    bearer: { path: '/token', body: new URLSearchParams(form).toString() },
    keysPath: '/jwks',
  });
});

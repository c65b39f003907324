// The unmodified openid-client: discovery by issuer, then client credentials.
import { text } from 'node:stream/consumers';
import * as client from 'openid-client';

const { issuer, clientId, secret, method, scope } = JSON.parse(await text(process.stdin));
const authentication = method === 'basic' ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
const configuration = await client.discovery(new URL(issuer), clientId, undefined, authentication);
const tokens = await client.clientCredentialsGrant(configuration, { scope });
const { issuer: found, jwks_uri } = configuration.serverMetadata();
process.stdout.write(
  JSON.stringify({ accessToken: tokens.access_token, tokenType: tokens.token_type, issuer: found, jwksUri: jwks_uri }),
);

// A validator as a stranger would write it: discovery, a remote key set, jose.
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { issuer, accessToken } = JSON.parse(await text(process.stdin));
const response = await fetch(`${issuer}/.well-known/openid-configuration`);
const metadata = await response.json();
const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
const { payload } = await jwtVerify(accessToken, keys, { issuer: metadata.issuer });
process.stdout.write(JSON.stringify(payload));

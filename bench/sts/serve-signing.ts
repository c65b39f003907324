// The least that a token server can do: read a form, sign claims with a fresh id, answer. Its arguments say where it signs (`sync` or
// `pool`) and whether it speaks TLS (`tls`).
import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority } from '@holdfast/authority';
import { announce } from './announcement.ts';

const signsOnPool = process.argv[2] === 'pool';
const tls = process.argv[3] === 'tls';
const secret = '4c1f0c1e-6f2f-4a52-9e0e-5d3f1a2b7c66';
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'only', alg: 'RS256', use: 'sig' };
const header = Buffer.from(JSON.stringify({ typ: 'JWT', kid: jwk.kid, alg: jwk.alg })).toString('base64url');

const server = await createOwnServer();
server.listen(0, '127.0.0.1', () => {
  const form = {
    grant_type: 'client_credentials',
    client_id: randomUUID(),
    client_secret: secret,
    scope: 'api://orders',
  };
  announce({
    port: (server.address() as AddressInfo).port,
    tls,
    bearer: { path: '/token', body: new URLSearchParams(form).toString() },
    keysPath: '/keys',
  });
});

async function createOwnServer(): Promise<Server> {
  if (!tls) return createServer(handle);
  // Any certificate would do; the authority knows how to make one.
  const authority = await createAuthority();
  const { certPem, keyPem } = authority.certificates.server;
  await authority.close();
  return createTlsServer({ cert: certPem, key: keyPem, ALPNProtocols: ['http/1.1'] }, handle);
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'GET') {
    send(response, { keys: [jwk] });
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(Buffer.concat(chunks).toString(), response));
}

function answer(body: string, response: ServerResponse): void {
  const form = new URLSearchParams(body);
  if (form.get('client_secret') !== secret) {
    response.writeHead(401).end();
    return;
  }
  const input = `${header}.${Buffer.from(JSON.stringify(claimsFor(form.get('client_id')))).toString('base64url')}`;
  if (!signsOnPool) {
    sendToken(response, input, sign('sha256', Buffer.from(input), key));
    return;
  }
  sign('sha256', Buffer.from(input), key, (error, signature) => {
    if (error !== null) throw error;
    sendToken(response, input, signature);
  });
}

// As many claims as in a token of the authority, and as long.
function claimsFor(client: string | null): object {
  const now = Math.floor(Date.now() / 1000);
  return {
    aud: '0d3f9b7c-4b8e-4a69-8f3a-2d6c1c7b5e22',
    iss: 'https://localhost/0d3f9b7c-4b8e-4a69-8f3a-2d6c1c7b5e22/v2.0',
    azp: client,
    azpacr: '1',
    ver: '2.0',
    iat: now,
    nbf: now,
    exp: now + 3599,
    idtyp: 'app',
    oid: '9f1f8c4b-9a4d-4f47-a2b3-6d5f7d6b3a11',
    sub: '9f1f8c4b-9a4d-4f47-a2b3-6d5f7d6b3a11',
    tid: '0d3f9b7c-4b8e-4a69-8f3a-2d6c1c7b5e22',
    uti: randomUUID(),
    roles: ['Orders.Read', 'Orders.Write'],
  };
}

function sendToken(response: ServerResponse, input: string, signature: Buffer): void {
  const accessToken = `${input}.${signature.toString('base64url')}`;
  send(response, { token_type: 'Bearer', expires_in: 3599, access_token: accessToken });
}

function send(response: ServerResponse, value: object): void {
  const body = JSON.stringify(value);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}

// The least that a token server can do: read a form, sign claims with a fresh id, answer. Its argument says where it signs.
import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { announce } from './announcement.ts';

const signsOnPool = process.argv[2] === 'pool';
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
// As from a file: a key that was opened, not one that was just made.
const key = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
const jwk = pair.publicKey.export({ format: 'jwk' });
const header = Buffer.from(JSON.stringify({ typ: 'JWT', kid: 'only', alg: 'RS256' })).toString('base64url');
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ keys: [{ ...jwk, kid: 'only', alg: 'RS256', use: 'sig' }] }));
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(Buffer.concat(chunks).toString(), response));
});

function answer(body: string, response: ServerResponse<IncomingMessage>): void {
  const form = new URLSearchParams(body);
  if (form.get('client_secret') !== 'open sesame') {
    response.writeHead(401).end();
    return;
  }
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    aud: 'api://orders',
    iss: 'https://localhost',
    azp: form.get('client_id'),
    azpacr: '1',
    ver: '2.0',
    iat,
    nbf: iat,
    exp: iat + 3599,
    idtyp: 'app',
    oid: '9f1f8c4b-9a4d-4f47-a2b3-6d5f7d6b3a11',
    sub: '9f1f8c4b-9a4d-4f47-a2b3-6d5f7d6b3a11',
    tid: '0d3f9b7c-4b8e-4a69-8f3a-2d6c1c7b5e22',
    uti: randomUUID(),
    roles: ['Orders.Read', 'Orders.Write'],
  };
  const input = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  if (!signsOnPool) {
    send(response, `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`);
    return;
  }
  sign('sha256', Buffer.from(input), key, (error, signature) => {
    if (error !== null) throw error;
    send(response, `${input}.${signature.toString('base64url')}`);
  });
}

function send(response: ServerResponse<IncomingMessage>, accessToken: string): void {
  const body = JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: accessToken });
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}

server.listen(0, '127.0.0.1', () => {
  const form = { grant_type: 'client_credentials', client_id: 'daemon', client_secret: 'open sesame', scope: 'orders' };
  announce({
    port: (server.address() as AddressInfo).port,
    bearer: { path: '/token', body: new URLSearchParams(form).toString() },
    keysPath: '/keys',
  });
});

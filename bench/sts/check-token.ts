import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import type { TokenOrder } from './announcement.ts';
import type { TokenServer } from './processes.ts';

/**
 * Asks a server for one token and verifies it with the server's own keys: what is compared for speed must have done the same work.
 *
 * @throws Error when the token is not RS256 for about an hour, or not of the type that was asked for
 */
export async function checkToken(server: TokenServer, order: TokenOrder): Promise<void> {
  const reply = JSON.parse(await exchange(server, order.path, order.body)) as Readonly<Record<string, unknown>>;
  const keys = JSON.parse(await exchange(server, server.keysPath)) as JSONWebKeySet;
  const { payload, protectedHeader } = await jwtVerify(String(reply['access_token']), createLocalJWKSet(keys));
  const lifetime = (payload.exp ?? 0) - (payload.iat ?? 0);
  const wanted = order === server.pop ? 'pop' : 'Bearer';
  if (protectedHeader.alg !== 'RS256' || lifetime !== 3599) throw new Error('a contestant does other work');
  if (reply['token_type'] !== wanted || (wanted === 'pop') !== (payload['cnf'] !== undefined)) {
    throw new Error('a contestant issues tokens of another type');
  }
}

/** Writes the whole request that a server is asked with: the same lines for every server. */
export function writeRequest(port: number, { path, body }: TokenOrder): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Accept: application/json',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function exchange(server: TokenServer, path: string, body?: string): Promise<string> {
  const { port, tls } = server;
  const options = {
    port,
    path,
    host: '127.0.0.1',
    method: body === undefined ? 'GET' : 'POST',
    headers: body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' },
  };
  return new Promise((resolve, reject) => {
    const request = tls ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options);
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    request.end(body);
  });
}

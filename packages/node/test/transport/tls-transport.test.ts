import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { createTlsTransport } from '../../src/transport/tls-transport.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';

const root = await makeCertificate({ name: 'root' });
const leaf = await makeCertificate({ issuer: root });
const stranger = await makeCertificate({ name: 'stranger' });

const server = await listen();
const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
const transport = createTlsTransport({ ca: root.certificate });
after(async () => {
  await transport.close();
  server.closeAllConnections();
  server.close();
});

test('a private CA is trusted; method, headers and body arrive', async () => {
  const request = new Request(`${origin}/echo?a=1`, { method: 'POST', body: 'näil', headers: { 'x-one': '1' } });
  const response = await transport(request);
  assert.ok(response instanceof Response);
  assert.deepEqual(await response.json(), { method: 'POST', url: '/echo?a=1', one: '1', body: 'näil', tls: 'TLSv1.3' });
});

test('nobody else is trusted', async () => {
  const other = createTlsTransport({ ca: stranger.certificate });
  await assert.rejects(other(new Request(`${origin}/echo`)), TypeError);
  await other.close();
});

test('nobody else is trusted either when the environment turns the checks of Node off', async () => {
  const other = createTlsTransport({ ca: stranger.certificate });
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
  try {
    await assert.rejects(other(new Request(`${origin}/echo`)), TypeError);
  } finally {
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  }
  await other.close();
});

test('a redirect is returned as it is', async () => {
  const response = await transport(new Request(`${origin}/redirect`, { redirect: 'follow' }));
  assert.equal(response.status, 307);
  assert.equal(response.headers.get('location'), '/echo');
});

test('an abort ends the wait', async () => {
  const reason = new Error('gone');
  const leaving = new AbortController();
  const waiting = transport(new Request(`${origin}/silent`, { signal: leaving.signal }));
  setImmediate(() => leaving.abort(reason));
  await assert.rejects(waiting, (error) => error === reason);
});

test('a response without a body is passed on', async () => {
  const response = await transport(new Request(`${origin}/empty`));
  assert.equal(response.status, 204);
  assert.equal(await response.text(), '');
});

test('a CA that holds no certificate is a programming error', () => {
  assert.throws(() => createTlsTransport({ ca: leaf.privateKey }), TypeError);
});

function listen(): Promise<Server> {
  const created = createServer(
    { key: leaf.privateKey, cert: leaf.certificate, minVersion: 'TLSv1.2' },
    async (request, response) => {
      const path = request.url?.split('?', 1)[0];
      if (path === '/silent') return;
      if (path === '/redirect') return void response.writeHead(307, { location: '/echo' }).end();
      if (path === '/empty') return void response.writeHead(204).end();
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      const { method, url, headers, socket } = request;
      const tls = (socket as unknown as { getProtocol(): string }).getProtocol();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ method, url, one: headers['x-one'], body, tls }));
    },
  );
  return new Promise((resolve) => created.listen(0, 'localhost', () => resolve(created)));
}

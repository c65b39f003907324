import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createMtlsPool, type MtlsEvent, MtlsFailed, parsePemCertificate } from '@holdfast/node/mtls';
import { createFakeClock } from '@holdfast/testing';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { refusalOf } from '../certificate/refusal.ts';
import { fingerprintOf, startMutualServer } from './tls-server.ts';

const root = await makeCertificate({ kind: 'ec', name: 'root' });
const serverCertificate = await makeCertificate({ kind: 'ec', issuer: root });
const [ada, grace] = [await makeClient('ada'), await makeClient('grace')];
const server = await startMutualServer(serverCertificate, {
  answer: async (request, response) => {
    if (request.url === '/silent') return;
    if (request.url === '/empty') return void response.writeHead(204).end();
    if (request.url === '/redirect') return void response.writeHead(307, { location: '/echo' }).end();
    if (request.url === '/large') return void response.end(Buffer.alloc(3_000_000, 'x'));
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { method, url, headers } = request;
    response.writeHead(200, 'Fine', [
      ['content-type', 'application/json'],
      ['x-many', 'one'],
      ['x-many', 'two'],
    ] as never);
    response.end(JSON.stringify({ method, url, headers, body, client: fingerprintOf(request) }));
  },
});
const { origin } = server;
const pool = createMtlsPool({ ca: root.certificate });
after(async () => {
  await pool.close();
  await server.close();
});

describe('the raw door', () => {
  it('sends a request on a connection that presents the certificate', async () => {
    const { statusCode, body } = await pool.request(ada, {
      origin,
      path: '/echo?a=1',
      method: 'POST',
      headers: { 'x-one': '1' },
      body: 'näil',
    });
    const seen = (await body.json()) as Record<string, Record<string, string>>;
    assert.equal(statusCode, 200);
    assert.equal(seen['headers']?.['x-one'], '1');
    assert.deepEqual(
      [seen['method'], seen['url'], seen['body'], seen['client']],
      ['POST', '/echo?a=1', 'näil', ada.x5tS256],
    );
  });

  it('refuses everything but an https origin, before anything is sent', async () => {
    for (const wrong of [
      origin.replace('https', 'http'),
      `${origin}/`,
      `${origin}/path`,
      origin.toUpperCase(),
      origin.replace('//', '//user:CANARY@'),
      'CANARY',
      undefined as never,
    ]) {
      const refused = await refusalOf(pool.request(ada, { origin: wrong, path: '/', method: 'GET' }));
      assert.equal(refused.code, 'ERR_MTLS_ORIGIN', wrong);
    }
  });

  it('says that a request that cannot be sent is a programming error, and quotes nothing', async () => {
    for (const wrong of [
      { path: 'CANARY' },
      { headers: { 'x-one': 'CANARY\r\nx-two: 2' } },
      { method: 'CAN ARY' as never },
    ]) {
      const sending = pool.request(ada, { origin, path: '/', method: 'GET', ...wrong });
      await assert.rejects(sending, (error: Error) => error instanceof TypeError && !error.message.includes('CANARY'));
    }
  });

  it('ends with the reason of an abort: before, while connecting, while waiting, and in the body', async () => {
    const reason = new Error('gone');
    const isReason = (error: unknown) => error === reason;
    const request = { origin, path: '/silent', method: 'GET' } as const;
    await assert.rejects(pool.request(ada, { ...request, signal: AbortSignal.abort(reason) }), isReason);
    const fresh = createMtlsPool({ ca: root.certificate });
    const leaving = new AbortController();
    const connecting = fresh.request(ada, { ...request, signal: leaving.signal });
    setImmediate(() => leaving.abort(reason));
    await assert.rejects(connecting, isReason);
    const later = new AbortController();
    const waiting = pool.request(ada, { ...request, signal: later.signal });
    setTimeout(() => later.abort(reason), 30);
    await assert.rejects(waiting, isReason);
    const inBody = new AbortController();
    const { body } = await pool.request(ada, { ...request, path: '/large', signal: inBody.signal });
    inBody.abort(reason);
    await assert.rejects(body.text(), isReason);
    await fresh.close();
  });
});

describe('the fetch-shaped transport', () => {
  const transport = pool.transport(ada);

  it('passes method, headers and body on, both ways', async () => {
    const request = new Request(`${origin}/echo?a=1&b=%2F`, { method: 'PUT', body: 'näil', headers: { 'x-one': '1' } });
    const response = await transport(request);
    assert.ok(response instanceof Response);
    assert.equal(response.status, 200);
    assert.equal(response.statusText, 'Fine');
    assert.equal(response.headers.get('x-many'), 'one, two');
    const seen = (await response.json()) as Record<string, unknown>;
    assert.deepEqual([seen['method'], seen['url'], seen['body']], ['PUT', '/echo?a=1&b=%2F', 'näil']);
    assert.equal(seen['client'], ada.x5tS256);
    const headers = seen['headers'] as Record<string, string>;
    assert.equal(headers['x-one'], '1');
    assert.equal(headers['content-length'], '5');
  });

  it('returns a redirect as it is, and a response without a body', async () => {
    const redirect = await transport(new Request(`${origin}/redirect`, { redirect: 'follow' }));
    assert.deepEqual([redirect.status, redirect.headers.get('location')], [307, '/echo']);
    const empty = await transport(new Request(`${origin}/empty`));
    assert.deepEqual([empty.status, empty.body, await empty.text()], [204, null, '']);
    const head = await transport(new Request(`${origin}/large`, { method: 'HEAD' }));
    assert.deepEqual([head.status, await head.text()], [200, '']);
  });

  it('streams a large body, and holds the server back while nobody reads', async () => {
    const response = await transport(new Request(`${origin}/large`));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal((await response.text()).length, 3_000_000);
  });

  it('lets go of a connection whose body is cancelled', async () => {
    const response = await transport(new Request(`${origin}/large`));
    await response.body?.cancel();
    assert.equal((await transport(new Request(`${origin}/empty`))).status, 204);
  });

  it('ends with the reason of an abort: before, while connecting, while waiting, and in the body', async () => {
    const reason = new Error('gone');
    const isReason = (error: unknown) => error === reason;
    const send = (through: typeof transport, path: string, signal: AbortSignal) =>
      through(new Request(`${origin}${path}`, { signal }));
    await assert.rejects(send(transport, '/silent', AbortSignal.abort(reason)), isReason);
    const fresh = createMtlsPool({ ca: root.certificate });
    const leaving = new AbortController();
    const connecting = send(fresh.transport(ada), '/silent', leaving.signal);
    setImmediate(() => leaving.abort(reason));
    await assert.rejects(connecting, isReason);
    const later = new AbortController();
    const waiting = send(transport, '/silent', later.signal);
    setTimeout(() => later.abort(reason), 30);
    await assert.rejects(waiting, isReason);
    const inBody = new AbortController();
    const response = await send(transport, '/large', inBody.signal);
    inBody.abort(reason);
    await assert.rejects(response.text(), isReason);
    await fresh.close();
  });

  it('refuses an address that is not https', async () => {
    const refused = await refusalOf(transport(new Request(origin.replace('https', 'http'))));
    assert.equal(refused.code, 'ERR_MTLS_ORIGIN');
  });
});

describe('a pool', () => {
  it('keeps certificates apart, and connections for the next request', async () => {
    const own = createMtlsPool({ ca: root.certificate });
    const before = server.connections.made;
    for (const client of [ada, grace, ada, grace, ada]) {
      const response = await own.transport(client)(new Request(`${origin}/echo`));
      assert.equal(((await response.json()) as { client: string }).client, client.x5tS256);
    }
    assert.equal(server.connections.made - before, 2);
    assert.equal(own.size, 2);
    await own.close();
  });

  it('refuses a certificate outside its time before anything is sent, also on an open connection', async () => {
    const clock = createFakeClock(Date.now());
    const own = createMtlsPool({ ca: root.certificate, clock });
    const request = { origin, path: '/empty', method: 'GET' } as const;
    await (await own.request(ada, request)).body.dump();
    clock.advance(7200);
    assert.equal((await refusalOf(own.request(ada, request))).code, 'ERR_CLIENT_CERTIFICATE_EXPIRED');
    clock.advance(-14_400);
    assert.equal((await refusalOf(own.request(ada, request))).code, 'ERR_CLIENT_CERTIFICATE_NOT_YET_VALID');
    await own.close();
  });

  it('refuses a certificate for servers before anything is sent', async () => {
    const wrong = parsePemCertificate(
      await makeCertificate({ kind: 'ec', issuer: root, usages: ['1.3.6.1.5.5.7.3.1'] }),
    );
    const { made } = server.connections;
    const refused = await refusalOf(pool.request(wrong, { origin, path: '/empty', method: 'GET' }));
    assert.equal(refused.code, 'ERR_CLIENT_CERTIFICATE_USAGE');
    assert.equal(server.connections.made, made);
  });

  it('that is closed refuses requests, and lets those under way finish', async () => {
    const events: MtlsEvent[] = [];
    const own = createMtlsPool({ ca: root.certificate, events: (event) => void events.push(event) });
    const underWay = own
      .transport(ada)(new Request(`${origin}/large`))
      .then((response) => response.text());
    await new Promise((resolve) => setTimeout(resolve, 20));
    const closing = own.close();
    const refused = await refusalOf(own.request(ada, { origin, path: '/', method: 'GET' }));
    assert.ok(refused instanceof MtlsFailed);
    assert.deepEqual([refused.code, refused.sent], ['ERR_MTLS_CLOSED', 'no']);
    assert.equal((await underWay).length, 3_000_000);
    await closing;
    assert.deepEqual(events, [
      { name: 'mtls.opened', origin, x5tS256: ada.x5tS256 },
      { name: 'mtls.draining', origin, x5tS256: ada.x5tS256, reason: 'closed' },
    ]);
    assert.equal(own.size, 0);
  });

  it('has its options read once', () => {
    for (const wrong of [
      { ca: 'x' },
      { maxPools: 0 },
      { maxConnections: 1.5 },
      { connectTimeoutMs: '1' },
      { clock: 1 },
      { events: 1 },
      { rejectUnauthorized: false },
    ]) {
      assert.throws(() => createMtlsPool(wrong as never), TypeError);
    }
  });
});

async function makeClient(name: string) {
  return parsePemCertificate(await makeCertificate({ kind: 'ec', name, issuer: root }));
}

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { after, describe, it } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { createMtlsPool, MtlsFailed, type MtlsPoolOptions, parsePemCertificate } from '@holdfast/node/mtls';
import { makeCertificate, type TestCertificate } from '../certificate/make-certificate.ts';
import { opensslMissing } from '../certificate/openssl.ts';
import { refusalOf } from '../certificate/refusal.ts';
import { startOpensslServer } from './openssl-server.ts';
import { startMutualServer } from './tls-server.ts';

const root = await makeCertificate({ kind: 'ec', name: 'root' });
const stranger = await makeCertificate({ kind: 'ec', name: 'stranger' });
const good = await makeCertificate({ kind: 'ec', issuer: root });
const client = parsePemCertificate(await makeCertificate({ kind: 'ec', name: 'client', issuer: root }));
const closers: (() => Promise<unknown>)[] = [];
after(async () => {
  for (const close of closers) await close();
});

/** Fails a request through both doors, and gives the one failure that both must show. */
async function failure(
  origin: string,
  options: MtlsPoolOptions & { readonly method?: string } = {},
): Promise<MtlsFailed> {
  const { method = 'GET', ...poolOptions } = options;
  const pool = createMtlsPool({ ca: root.certificate, ...poolOptions });
  const body = method === 'POST' ? 'order' : null;
  const readRaw = async () =>
    (await pool.request(client, { origin, path: '/', method: method as 'GET', body: body ?? undefined })).body.text();
  const readShaped = async () => (await pool.transport(client)(new Request(origin, { method, body }))).text();
  const [raw, shaped] = [await refusalOf(readRaw()), await refusalOf(readShaped())];
  await pool.close();
  assert.ok(raw instanceof MtlsFailed && shaped instanceof MtlsFailed);
  assert.deepEqual([shaped.code, shaped.sent], [raw.code, raw.sent]);
  return raw;
}

async function serve(certificate: TestCertificate, options: Parameters<typeof startMutualServer>[1] = {}) {
  const server = await startMutualServer(certificate, options);
  closers.push(server.close);
  return server;
}

describe('a server that must not be trusted gets no request', () => {
  const cases: readonly [string, Promise<TestCertificate>, string][] = [
    [
      'an expired certificate',
      makeCertificate({ kind: 'ec', issuer: root, endsInMs: -1000, startsInMs: -9e6 }),
      'CERT_HAS_EXPIRED',
    ],
    [
      'a certificate from another authority',
      makeCertificate({ kind: 'ec', issuer: stranger }),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    ['a self-signed certificate', makeCertificate({ kind: 'ec' }), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ];
  for (const [name, certificate, detail] of cases) {
    it(name, async () => {
      let requests = 0;
      const { origin } = await serve(await certificate, {
        answer: () => {
          requests += 1;
        },
      });
      const failed = await failure(origin);
      assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_SERVER_UNTRUSTED', 'no']);
      assert.match(failed.message, new RegExp(detail));
      assert.equal(requests, 0);
    });
  }

  it('a certificate for another name', async () => {
    const { origin } = await serve(good);
    const failed = await failure(origin.replace('localhost', '127.0.0.1'));
    assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_SERVER_UNTRUSTED', 'no']);
  });

  it('TLS 1.1, also when it is all the server has (openssl s_server)', { skip: opensslMissing }, async () => {
    const server = await startOpensslServer(good, { ca: root, options: ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'] });
    closers.push(server.close);
    const failed = await failure(server.origin);
    assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_PROTOCOL', 'no']);
  });

  it('no TLS at all', async () => {
    const server = createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')).listen(
      0,
      'localhost',
    );
    await once(server, 'listening');
    const failed = await failure(`https://localhost:${(server.address() as AddressInfo).port}`);
    assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_PROTOCOL', 'no']);
    server.close();
  });
});

describe('a server that refuses the client certificate is told from one that is away', () => {
  for (const version of ['-tls1_2', '-tls1_3']) {
    it(`by the alert of another TLS library (openssl s_server ${version})`, { skip: opensslMissing }, async () => {
      const options = ['-Verify', '1', '-verify_return_error', '-CAfile', 'ca.pem', version];
      const [trusting, refusing] = [
        await startOpensslServer(good, { ca: root, options }),
        await startOpensslServer(good, { ca: stranger, options }),
      ];
      closers.push(trusting.close, refusing.close);
      assert.equal((await failure(refusing.origin)).code, 'ERR_MTLS_CERTIFICATE_REFUSED');
      const pool = createMtlsPool({ ca: root.certificate });
      const response = await pool.transport(client)(new Request(trusting.origin));
      assert.match(await response.text(), /CN\s*=\s*client/);
      await pool.close();
    });
  }

  it('nobody listens', async () => {
    const gone = await startMutualServer(good);
    await gone.close();
    const failed = await failure(gone.origin);
    assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_CONNECT', 'no']);
    assert.match(failed.message, /ECONNREFUSED/);
  });

  it('a name that nobody has', async () => {
    assert.deepEqual((await failure('https://nobody.invalid')).code, 'ERR_MTLS_CONNECT');
  });

  it('a connection that never opens', async () => {
    const server = createTcpServer(() => undefined).listen(0, 'localhost');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const failed = await failure(`https://localhost:${port}`, { connectTimeoutMs: 100 });
    assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_CONNECT', 'no']);
    server.close();
  });
});

describe('a connection that breaks', () => {
  for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
    for (const [place, bytes] of [
      ['before the response', ''],
      ['in the head', 'HTTP/1.1 200 OK\r\ncontent-le'],
      ['in the middle of a body', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'],
      ['in the middle of a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nhalf'],
    ] as const) {
      it(`${place} fails a ${method}, which is sent once`, async () => {
        let requests = 0;
        const server = createTlsServer({
          key: good.privateKey,
          cert: good.certificate,
          requestCert: true,
          rejectUnauthorized: false,
        });
        server.on('secureConnection', (socket) => {
          socket.on('error', () => undefined);
          socket.once('data', () => {
            requests += 1;
            socket.write(bytes, () => socket.destroy());
          });
        });
        server.listen(0, 'localhost');
        await once(server, 'listening');
        const failed = await failure(`https://localhost:${(server.address() as AddressInfo).port}`, { method });
        assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_INTERRUPTED', 'maybe']);
        // Two doors, one request each.
        assert.equal(requests, 2);
        server.close();
      });
    }
  }

  it('is told from a server that keeps silent', async () => {
    const { origin } = await serve(good, { answer: () => undefined });
    const failed = await failure(origin, { silenceTimeoutMs: 100 });
    assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_TIMEOUT', 'maybe']);
  });

  it('is told from one that answers something else than HTTP', async () => {
    const failed = await failure(await saying('CANARY CANARY\r\n\r\n'));
    assert.deepEqual([failed.code, failed.sent], ['ERR_MTLS_RESPONSE', 'maybe']);
  });
});

describe('a response that HTTP can carry and Response cannot', () => {
  for (const head of ['HTTP/1.1 999 Odd', 'HTTP/1.1 200 \x01']) {
    it(`fails the fetch-shaped transport, and not the process: ${JSON.stringify(head)}`, async () => {
      const origin = await saying(`${head}\r\ncontent-length: 2\r\n\r\nno`);
      const pool = createMtlsPool({ ca: root.certificate });
      const failed = await refusalOf(pool.transport(client)(new Request(origin)));
      assert.equal(failed.code, 'ERR_MTLS_RESPONSE');
      await pool.close();
    });
  }

  it('a switch of protocols that nobody asked for', async () => {
    const origin = await saying('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
    assert.match((await failure(origin)).code, /^ERR_MTLS_/);
  });
});

/** A TLS server that answers so to whatever it is sent. */
async function saying(answer: string): Promise<string> {
  const server = createTlsServer({ key: good.privateKey, cert: good.certificate });
  server.on('secureConnection', (socket) => {
    socket.on('error', () => undefined).once('data', () => socket.end(answer));
  });
  await once(server.listen(0, 'localhost'), 'listening');
  closers.push(async () => server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

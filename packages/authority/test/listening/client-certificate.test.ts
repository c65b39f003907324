import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { type Certificates, openCertificates } from '../../src/certificates/certificates.ts';
import { type LoopbackListener, listenLoopback } from '../../src/listening/listen-loopback.ts';
import { readPresentedCertificate } from '../../src/listening/presented-certificate.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';
import { type MadeCertificate, makeCertificate } from '../harness/made-certificates.ts';

describe('a client certificate', () => {
  let certificates: Certificates;
  let listener: LoopbackListener;
  let first: MadeCertificate;
  let second: MadeCertificate;
  before(async () => {
    certificates = await openCertificates({ store: createMemoryDataStore(), at: Date.now() });
    first = await makeCertificate({ subject: 'CN=first' });
    second = await makeCertificate({ subject: 'CN=second' });
    listener = await listenLoopback({
      handler: (request, response) => response.end(readPresentedCertificate(request)?.sha256 ?? 'none'),
      port: 0,
      tls: { ...certificates.server, clientCertificate: 'requested' },
    });
  });
  after(() => listener.close());

  const open = async (identity: MadeCertificate | undefined, more: ConnectionOptions = {}): Promise<TLSSocket> => {
    const own = identity === undefined ? {} : { cert: identity.certPem, key: identity.keyPem };
    const socket = connect({ host: '127.0.0.1', port: listener.port, ca: certificates.caPem, ...own, ...more });
    await once(socket, 'secureConnect');
    return socket;
  };
  const ask = async (socket: TLSSocket): Promise<string> => {
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Client-Cert: third\r\n\r\n');
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    return chunk.toString().split('\r\n\r\n')[1] ?? '';
  };

  it('is that of the connection, and there need not be one', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      for (const identity of [first, second, undefined]) {
        const socket = await open(identity, { maxVersion });
        assert.equal(await ask(socket), identity?.sha256 ?? 'none');
        assert.equal(await ask(socket), identity?.sha256 ?? 'none', 'the second request of a connection');
        socket.destroy();
      }
    }
  });

  it('of a resumed session is the one whose key was proved, whatever the client would present now', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const before = await open(first, { maxVersion });
      let session = before.getSession();
      before.on('session', (fresh: typeof session & Buffer) => {
        session = fresh;
      });
      assert.equal(await ask(before), first.sha256);
      before.destroy();
      for (const identity of [second, undefined]) {
        const resumed = await open(identity, { maxVersion, session: session! });
        assert.equal(resumed.isSessionReused(), true, maxVersion);
        assert.equal(await ask(resumed), first.sha256, maxVersion);
        resumed.destroy();
      }
    }
  });

  it('cannot be exchanged on an open connection: renegotiation is refused', async () => {
    const socket = await open(first, { maxVersion: 'TLSv1.2' });
    assert.equal(await ask(socket), first.sha256);
    const failed = new Promise((resolve) => {
      socket.once('error', resolve);
      socket.renegotiate({ rejectUnauthorized: true }, (error) => resolve(error));
    });
    assert.ok((await failed) instanceof Error);
    socket.destroy();
  });

  it('is not asked for where nobody wants one', async () => {
    const plain = await listenLoopback({
      handler: (request, response) => response.end(readPresentedCertificate(request)?.sha256 ?? 'none'),
      port: 0,
      tls: certificates.server,
    });
    try {
      const socket = await open(first, { port: plain.port });
      assert.equal(await ask(socket), 'none');
      socket.destroy();
    } finally {
      await plain.close();
    }
  });
});

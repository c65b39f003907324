import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { connect as tlsConnect } from 'node:tls';
import { type Certificates, openCertificates } from '../../src/certificates/certificates.ts';
import { ListenFailed } from '../../src/errors/listen-failed.ts';
import { type LoopbackListener, listenLoopback } from '../../src/listening/listen-loopback.ts';
import { createMemoryDataStore } from '../../src/storage/memory-data-store.ts';

describe('listening on loopback', () => {
  let certificates: Certificates;
  const open: LoopbackListener[] = [];
  before(async () => {
    certificates = await openCertificates({ store: createMemoryDataStore(), at: Date.now() });
  });
  after(() => Promise.all(open.map((listener) => listener.close())));
  const listen = async (options: Partial<Parameters<typeof listenLoopback>[0]> = {}): Promise<LoopbackListener> => {
    const listener = await listenLoopback({ handler: (_request, response) => response.end('ok'), port: 0, ...options });
    open.push(listener);
    return listener;
  };

  /** Sends bytes and reads until the server closes. */
  const exchange = (port: number, bytes: string | Buffer): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      let text = '';
      socket.setEncoding('latin1').on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
      socket.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' ? resolve(text) : reject(error),
      );
    });

  it('takes one free port on both addresses', async () => {
    const listener = await listen();
    assert.equal(listener.addresses[0], '127.0.0.1');
    assert.ok(listener.addresses.length === 1 || listener.addresses[1] === '::1');
    for (const host of listener.addresses) {
      assert.equal(
        await (await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${listener.port}/`)).text(),
        'ok',
      );
    }
  });

  it('answers more than 500 header lines with 431, however short: a credential could hide behind them (RFC 6585 section 5)', async () => {
    const { port } = await listen();
    const request = (lines: number) =>
      `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${'a:\r\n'.repeat(lines - 2)}\r\n`;
    assert.match(await exchange(port, request(500)), /^HTTP\/1\.1 200 /);
    for (const lines of [501, 2_100, 10_000]) assert.match(await exchange(port, request(lines)), /^HTTP\/1\.1 431 /);
  });

  it('says which port is taken (ERR_LISTEN_PORT)', async () => {
    const { port } = await listen();
    await assert.rejects(listen({ port }), (error: unknown) => {
      assert.ok(error instanceof ListenFailed);
      assert.deepEqual([error.code, error.port], ['ERR_LISTEN_PORT', port]);
      return true;
    });
  });

  it('does not keep the first address when the second is taken', async (context) => {
    const blocker = createServer();
    const failed = await new Promise<boolean>((resolve) => {
      blocker.once('error', () => resolve(true));
      blocker.listen({ host: '::1', port: 0, ipv6Only: true }, () => resolve(false));
    });
    if (failed) return context.skip('this machine has no ::1');
    const { port } = blocker.address() as AddressInfo;
    await assert.rejects(listen({ port }), ListenFailed);
    await new Promise((resolve) => blocker.close(resolve));
    assert.equal((await listen({ port })).port, port);
  });

  it('answers what is not HTTP, and lives on', async () => {
    const { port } = await listen();
    assert.match(await exchange(port, 'nonsense\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.match(
      await exchange(port, `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`),
      /^HTTP\/1\.1 431 /,
    );
    assert.match(await exchange(port, Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff, 0x00])), /^HTTP\/1\.1 400 /);
    const smuggled = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n';
    assert.match(await exchange(port, smuggled), /^HTTP\/1\.1 400 /);
    assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'ok');
  });

  it('speaks TLS 1.2 and 1.3, nothing older', async () => {
    const { port } = await listen({ tls: certificates.server });
    const protocolWith = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<string> =>
      new Promise((resolve) => {
        const options = {
          port,
          host: '127.0.0.1',
          ca: certificates.caPem,
          servername: 'localhost',
          minVersion: version,
          maxVersion: version,
          ciphers: 'DEFAULT@SECLEVEL=0',
        } as const;
        const socket = tlsConnect(options, () => {
          resolve(socket.getProtocol() ?? '');
          socket.destroy();
        });
        socket.on('error', () => resolve('refused'));
      });
    assert.deepEqual(
      [await protocolWith('TLSv1.1'), await protocolWith('TLSv1.2'), await protocolWith('TLSv1.3')],
      ['refused', 'TLSv1.2', 'TLSv1.3'],
    );
  });

  it('closes quickly while connections are idle, busy, or have not shaken hands', async () => {
    const plain = await listen({ handler: () => undefined });
    const secure = await listen({ tls: certificates.server });
    const sockets = [
      connect(plain.port, '127.0.0.1'),
      connect(plain.port, '127.0.0.1'),
      connect(secure.port, '127.0.0.1'),
    ];
    const closed = sockets.map(
      (socket) => new Promise((resolve) => socket.on('error', () => undefined).on('close', resolve)),
    );
    sockets[1]!.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise((resolve) => (socket.connecting ? socket.once('connect', resolve) : resolve(undefined))),
      ),
    );
    const before = performance.now();
    await Promise.all([plain.close(), secure.close()]);
    assert.ok(performance.now() - before < 10_000);
    for (const socket of sockets) socket.resume();
    await Promise.all(closed);
  });
});

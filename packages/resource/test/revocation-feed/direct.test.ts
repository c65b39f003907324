import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { promisify } from 'node:util';
import type { ResourceEvent } from '@holdfast/resource';
import { createAdminRevocationFeed } from '@holdfast/resource/revocation-feed';
import { until } from '@holdfast/testing';
import { current, hurryFeeds, revocation, startStreamServer, stream } from '../fixture/stream-server.ts';

const entry = { kind: 'uti', value: 'one', revokedAt: 1_800_000_000, expiresAt: 4_000_000_000 };
hurryFeeds();
const closers: (() => Promise<void> | void)[] = [];
after(async () => {
  for (const close of closers) await close();
});

/** A server of bytes: what it is asked does not matter. */
async function startBytes(answer: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

suite('a feed on loopback, by its own means', () => {
  test('attack: a proxy of the environment gets neither the admin key nor the last word on what is revoked', async () => {
    const server = await startStreamServer();
    closers.push(() => server.close());
    server.answer = (response) => stream(response, revocation(entry, 'book-1') + current);
    const seen: string[] = [];
    const proxy = await startBytes((socket) => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      socket.on('data', (bytes) => {
        seen.push(bytes.toString());
        const isFeed = bytes.includes('/revocations');
        const body = isFeed ? current : 'proxied';
        const type = isFeed ? 'text/event-stream' : 'text/plain';
        socket.write(`HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nconnection: close\r\n\r\n${body}`);
        if (!isFeed) socket.end();
      });
    });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=source', join(import.meta.dirname, 'feed-behind-a-proxy.ts'), server.url],
      {
        env: {
          PATH: process.env['PATH'],
          NODE_USE_ENV_PROXY: '1',
          HTTP_PROXY: `http://127.0.0.1:${proxy}`,
          http_proxy: `http://127.0.0.1:${proxy}`,
        },
      },
    );
    assert.deepEqual(JSON.parse(stdout), { size: 1, fetched: 'proxied' });
    assert.equal(seen.join('').includes('the-admin-key'), false);
    assert.deepEqual(
      server.asked.map(({ authorization }) => authorization),
      ['Bearer the-admin-key'],
    );
  });

  test('follows the stream: what comes late, a redirect that it does not follow, and its own end', async () => {
    const server = await startStreamServer();
    closers.push(() => server.close());
    const elsewhere = await startStreamServer();
    closers.push(() => elsewhere.close());
    const events: ResourceEvent[] = [];
    const feed = createAdminRevocationFeed({
      url: server.url,
      key: 'the-admin-key',
      events: (one) => events.push(one),
    });
    await feed.untilCurrent();
    server.write(revocation(entry, 'book-1'));
    await until(() => feed.size === 1);
    server.answer = (response) => response.writeHead(307, { location: elsewhere.url }).end();
    server.end('cut');
    await until(() => events.some((event) => event.name === 'revocation.feed-lost' && event.reason === 'refused'));
    await feed.close();
    assert.equal(feed.size, 1);
    assert.deepEqual(elsewhere.asked, []);
  });

  const answers: readonly (readonly [title: string, bytes: string])[] = [
    ['a status that no response has', 'HTTP/1.1 999 X\r\ncontent-length: 5\r\n\r\nabcde'],
    ['another protocol', 'HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'],
    ['no HTTP', 'hello\r\n\r\n'],
    [
      'a body that breaks off',
      'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 999\r\n\r\nevent',
    ],
    ['no body', 'HTTP/1.1 204 X\r\n\r\n'],
  ];
  for (const [title, bytes] of answers) {
    test(`${title} is a lost feed and no more: nothing is thrown that nobody catches`, async () => {
      const port = await startBytes((socket) => socket.end(bytes));
      const events: ResourceEvent[] = [];
      const url = `http://127.0.0.1:${port}/revocations`;
      const feed = createAdminRevocationFeed({ url, key: 'the-admin-key', events: (one) => events.push(one) });
      const startedAt = performance.now();
      await until(() => events.some(({ name }) => name === 'revocation.feed-lost'));
      assert.ok(performance.now() - startedAt < 5000, 'and not when its patience ends');
      assert.equal(feed.secondsBehind(), Number.POSITIVE_INFINITY);
      await feed.close();
    });
  }

  test('closes in the middle of whatever it does', async () => {
    const port = await startBytes((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n'),
    );
    for (const delayMs of [0, 1, 3, 10, 30]) {
      const feed = createAdminRevocationFeed({ url: `http://127.0.0.1:${port}/revocations`, key: 'the-admin-key' });
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await feed.close();
    }
  });
});

import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { holdfastExpress, holdfastExpressErrors, keepRawBody } from '@holdfast/resource/express';
import { openRawConnection, type RawConnection, until } from '@holdfast/testing';
import express from 'express';
import { createOwnValidator } from '../fixture/judge.ts';
import { keys, mintToken, signRequest } from '../fixture/people.ts';

// An Express 5 API as an owner would write it, and clients that mean no good.

const origin = 'https://api.example:8490';
const blocks = Array.from({ length: 160 }, () => Buffer.alloc(65_536, 'a'));
const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });

suite('a guarded Express API under abuse', () => {
  const servers: Server[] = [];
  let port = 0;
  /** Of a server with limits so short that a busy machine may be slower than they are. */
  let impatientPort = 0;
  let reached = 0;

  before(async () => {
    const guard = holdfastExpress(createOwnValidator({ origins: origin }));
    const app = express()
      .disable('x-powered-by')
      .use(express.json({ limit: '10kb', verify: keepRawBody }))
      .get('/orders', guard, (_req, res) => {
        reached += 1;
        res.json({ orders: [] });
      })
      .post('/orders', guard, (_req, res) => {
        reached += 1;
        res.status(201).end();
      })
      .use(holdfastExpressErrors())
      // biome-ignore lint/complexity/useMaxParams: Express knows error handlers by their four parameters.
      .use(((error, _req, res, _next) => void res.status(error.status ?? 500).end()) as express.ErrorRequestHandler);
    const listen = async (limits: object): Promise<number> => {
      const server = createServer(limits, app);
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return (server.address() as AddressInfo).port;
    };
    port = await listen({});
    impatientPort = await listen({ headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 });
  });
  after(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  const open = (to = port): Promise<RawConnection> => openRawConnection({ port: to });
  const prove = (options = {}): Promise<string> => signRequest({ accessToken, url: `${origin}/orders`, ...options });
  const get = (lines: string): string => `GET /orders HTTP/1.1\r\nhost: x\r\n${lines}\r\n`;
  const exchange = (...parts: readonly (string | Uint8Array)[]): Promise<readonly number[]> => send(port, ...parts);
  async function send(to: number, ...parts: readonly (string | Uint8Array)[]): Promise<readonly number[]> {
    const connection = await open(to);
    await connection.send(...parts);
    await connection.closed;
    return connection.statuses();
  }
  async function assertHonestIsServed(): Promise<void> {
    const before = reached;
    assert.deepEqual(await exchange(get(`authorization: PoP ${await prove()}\r\nconnection: close\r\n`)), [200]);
    assert.equal(reached, before + 1);
  }

  test('a proof that comes one byte at a time is waited for no longer than any header', async () => {
    const proof = await prove();
    const connection = await open(impatientPort);
    const startedAt = performance.now();
    const bytes = get(`authorization: PoP ${proof}\r\n`);
    for (let index = 0; index < bytes.length && (await connection.send(bytes.charAt(index))); index += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.ok(performance.now() - startedAt < 20_000);
    assert.deepEqual(connection.statuses(), [408]);
    await until(async () => {
      const honest = get(`authorization: PoP ${await prove()}\r\nconnection: close\r\n`);
      return (await send(impatientPort, honest)).includes(200);
    });
  });

  test('ten megabytes for a route that is guarded: refused by the parser, or by the guard, and never kept', async () => {
    const before = reached;
    const head = 'POST /orders HTTP/1.1\r\nhost: x\r\nconnection: close\r\n';
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), blocks[0] as Buffer, Buffer.from('\r\n')]);
    for (const type of ['application/json', 'text/plain']) {
      const length = `content-type: ${type}\r\ncontent-length: ${blocks.length * 65_536}\r\n\r\n`;
      const chunked = `content-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n`;
      for (const sent of [
        await exchange(head, length, ...blocks),
        await exchange(head, chunked, ...blocks.map(() => chunk), '0\r\n\r\n'),
      ]) {
        assert.deepEqual(sent, sent.length === 0 ? [] : [type === 'text/plain' ? 401 : 413]);
      }
    }
    assert.equal(reached, before);
    await assertHonestIsServed();
  });

  test('a body that is not what the proof covers: cut off, not UTF-8, with NULs', async () => {
    const before = reached;
    const body = new TextEncoder().encode('{"item":"rope"}');
    const head = async (length: number): Promise<string> => {
      const proof = await prove({ method: 'POST', body });
      return `POST /orders HTTP/1.1\r\nhost: x\r\nauthorization: PoP ${proof}\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;
    };
    const other = '{"item":"r\xffpe"}';
    assert.deepEqual(await exchange(await head(other.length), Buffer.from(other, 'latin1')), [401]);
    assert.deepEqual(await exchange(await head(15), '{"item":"ro\0e"}'), [400]);
    assert.deepEqual(await send(impatientPort, await head(15), '{"item":'), [408]);
    assert.equal(reached, before);
    assert.deepEqual(await exchange(await head(body.length), body), [201]);
    await assertHonestIsServed();
  });

  test('two readings of one message reach no guard and no route', async () => {
    const before = reached;
    const proof = await prove();
    const post = `POST /orders HTTP/1.1\r\nhost: x\r\nauthorization: PoP ${proof}\r\n`;
    const hidden = get(`authorization: PoP ${proof}\r\n`);
    for (const message of [
      `${post}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
      `${post}content-length: 1\r\ncontent-length: ${hidden.length}\r\n\r\n${hidden}`,
      `${post}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`,
      get(`authorization: PoP\r\n ${proof}\r\n`),
      get(`authorization: PoP ${proof}\nx: y\r\n`),
      get(`authorization: PoP ${proof}\0\r\n`),
      get(`authorization : PoP ${proof}\r\n`),
      `GET /orders\0 HTTP/1.1\r\nhost: x\r\nauthorization: PoP ${proof}\r\n\r\n`,
      `${'rubbish\r\n'.repeat(3)}${hidden}`,
    ]) {
      assert.deepEqual(await exchange(message), [400], JSON.stringify(message.slice(0, 60)));
    }
    assert.equal(reached, before);
    await assertHonestIsServed();
  });

  test('ten thousand header lines, and a proof as the last of them', async () => {
    const before = reached;
    const statuses = await exchange(get(`${'a: b\r\n'.repeat(10_000)}authorization: PoP ${await prove()}\r\n`));
    assert.deepEqual(statuses, statuses.length === 0 ? [] : [431]);
    // Fewer, but more than Node keeps: what is not seen is not accepted.
    const many = get(`${'a:\r\n'.repeat(2100)}authorization: PoP ${await prove()}\r\nconnection: close\r\n`);
    assert.deepEqual(
      (await exchange(many)).filter((status) => status < 400),
      [],
    );
    assert.equal(reached, before);
    await assertHonestIsServed();
  });

  test('three hundred connections that say nothing, and two hundred that send garbage', async () => {
    const silent = await Promise.all(Array.from({ length: 300 }, () => open()));
    const garbage = await Promise.all(Array.from({ length: 200 }, () => exchange('\0\x01\x02\xff\r\n\r\n')));
    assert.ok(garbage.every((statuses) => statuses.every((status) => status === 400)));
    await assertHonestIsServed();
    for (const connection of silent) connection.destroy();
    await assertHonestIsServed();
  });
});

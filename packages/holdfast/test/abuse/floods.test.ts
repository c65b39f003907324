import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { type BesiegedHouse, openBesiegedHouse, type Service } from '../support/services.ts';

// More than a service wants: of bytes, of headers, of connections, of streams.

const blocks = Array.from({ length: 160 }, () => Buffer.alloc(65_536, 'a'));
const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536, 'a'), Buffer.from('\r\n')]);
const chunks = [...blocks.map(() => chunk), Buffer.from('0\r\n\r\n')];
const tenMegabytes = `content-length: ${blocks.length * 65_536}\r\n`;
// Above what was resident before, in MiB. Coarse: a heap grows before it collects, but not by what was sent.
const roomMiB = 128;
// Thousands of answered requests leave garbage behind, which is collected when there is need of it.
const roomAfterAnswersMiB = 256;

suite('floods', () => {
  let house: BesiegedHouse;
  let restingMiB = 0;

  before(async () => {
    house = await openBesiegedHouse();
    for (let count = 0; count < 20; count += 1) await house.assertHonestIsServed();
    restingMiB = house.memory() ?? 0;
  });
  after(() => house?.close());

  async function assertUnmoved(during: string, room = roomMiB): Promise<void> {
    await house.assertHonestIsServed();
    const memory = house.memory();
    if (memory === undefined) return;
    assert.ok(memory - restingMiB < room, `${during}: from ${restingMiB.toFixed(0)} to ${memory.toFixed(0)} MiB`);
  }
  const refusalOf = ({ post: { isTaken = true } }: Service): number => (isTaken ? 413 : 405);
  const head = ({ post: { path, type }, headers }: Service, lines: string): string =>
    `POST ${path} HTTP/1.1\r\n${headers}content-type: ${type}\r\n${lines}\r\n`;

  test('a form that says it has ten megabytes is refused before any of them came', async () => {
    for (const service of house.services) {
      const connection = await service.open();
      await connection.send(head(service, tenMegabytes));
      assert.deepEqual(await connection.answered(), [refusalOf(service)], service.name);
      await connection.closed;
    }
    await assertUnmoved('before a byte');
  });

  test('twenty forms of ten megabytes at once, with their length and in chunks: the sockets are closed in their midst', async () => {
    for (const service of house.services) {
      for (const [lines, body] of [
        [tenMegabytes, blocks],
        ['transfer-encoding: chunked\r\n', chunks],
      ] as const) {
        const connections = await Promise.all(Array.from({ length: 20 }, () => service.open()));
        const sent = connections.map((connection) => connection.send(head(service, lines), ...body));
        assert.deepEqual(new Set(await Promise.all(sent)), new Set([false]), service.name);
        await Promise.all(connections.map(({ closed }) => closed));
        // The reset may overtake the answer.
        const statuses = new Set(connections.flatMap((connection) => connection.statuses()));
        assert.deepEqual([...statuses], statuses.size === 0 ? [] : [refusalOf(service)], service.name);
        await assertUnmoved(`bodies of ${service.name}`);
      }
    }
  });

  test('ten megabytes for a request that was refused already are read by nobody', async () => {
    for (const service of house.services) {
      const connections = await Promise.all(Array.from({ length: 10 }, () => service.open()));
      const message = `POST /nowhere HTTP/1.1\r\n${service.headers.split('\r\n')[0]}\r\n${tenMegabytes}connection: close\r\n\r\n`;
      await Promise.all(connections.map((connection) => connection.send(message, ...blocks)));
      for (const connection of connections) {
        const [status = 400] = await connection.answered();
        assert.ok(status >= 400 && status < 500, `${service.name} answered ${status}`);
        connection.destroy();
      }
      await assertUnmoved(`unwanted bodies of ${service.name}`);
    }
  });

  test('ten thousand header lines, long, short and empty: 431', async () => {
    for (const service of house.services) {
      for (const line of ['x-filler: 0123456789\r\n', 'a: b\r\n', 'a:\r\n']) {
        const connection = await service.open();
        await connection.send(`GET ${service.path} HTTP/1.1\r\n${service.headers}${line.repeat(10_000)}\r\n`);
        await connection.closed;
        const statuses = connection.statuses();
        assert.deepEqual(statuses, statuses.length === 0 ? [] : [431], service.name);
      }
    }
    await assertUnmoved('headers');
  });

  test('a line that never ends', async () => {
    for (const service of house.services) {
      for (const start of ['', 'GET /', 'GET / HTTP/1.1\r\nx: ', 'GET / HTTP/1.1\r\nx']) {
        const connection = await service.open();
        assert.equal(await connection.send(start, ...blocks), false, service.name);
        await connection.closed;
      }
    }
    await assertUnmoved('lines');
  });

  test('five hundred connections that say nothing, of which half never shake hands', async () => {
    const open = (port: number): Promise<Socket> =>
      new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject);
      });
    const plain = await Promise.all(
      Array.from({ length: 450 }, (_, index) => open(house.services[index % house.services.length]?.port ?? 0)),
    );
    const idle = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const connection = await (house.services[index % house.services.length] as Service).open();
        await connection.send('GET ');
        return connection;
      }),
    );
    await assertUnmoved('connections');
    for (const connection of [...plain, ...idle]) connection.destroy();
    await assertUnmoved('connections, afterwards');
  });

  test('two hundred event streams that nobody reads', async () => {
    const admin = house.services.find(({ name }) => name === 'admin') as Service;
    const readers = await Promise.all(Array.from({ length: 200 }, () => admin.open()));
    for (const reader of readers) await reader.send(`GET /events HTTP/1.1\r\n${admin.headers}\r\n`);
    const statuses = (await Promise.all(readers.map((reader) => reader.answered()))).flat();
    assert.equal(statuses.filter((status) => status === 200).length, 32);
    assert.equal(statuses.filter((status) => status === 503).length, 168);
    for (const reader of readers) reader.pause();
    for (let count = 0; count < 10; count += 1) {
      await Promise.all(Array.from({ length: 50 }, () => house.scene.tokenReply({ scope: 'x' })));
    }
    await assertUnmoved('streams');
    for (const reader of readers) reader.destroy();
    await assertUnmoved('streams, afterwards');
  });

  test('answers that nobody reads', async () => {
    for (const service of house.services) {
      const deaf = await Promise.all(Array.from({ length: 20 }, () => service.open()));
      const requests = `GET ${service.path} HTTP/1.1\r\n${service.headers}\r\n`.repeat(2000);
      for (const connection of deaf) {
        connection.pause();
        // Does not end by itself: the service takes no more requests than it can answer.
        void connection.send(requests);
      }
      await assertUnmoved(`deaf clients of ${service.name}`, roomAfterAnswersMiB);
      for (const connection of deaf) connection.destroy();
    }
    await assertUnmoved('deaf clients, afterwards', roomAfterAnswersMiB);
  });

  test('and the process says nothing about it, and stops as always', async (context) => {
    const { child, stderr } = house.scene.holdfast;
    assert.equal(child.exitCode, null);
    assert.equal(stderr.filter((line) => /Error|Warning|at file:/.test(line)).join('\n'), '');
    context.diagnostic(`resident: ${restingMiB.toFixed(0)} MiB before, ${(house.memory() ?? 0).toFixed(0)} MiB after`);
  });
});

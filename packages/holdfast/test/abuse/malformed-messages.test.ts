import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type BesiegedHouse, openBesiegedHouse, type Service } from '../support/services.ts';

// Messages that two readers could read differently (RFC 9112 section 11.2, request smuggling), and bytes that are no messages at all.

type Shape = (service: Service) => string;
const get =
  (lines: string): Shape =>
  ({ path, headers }) =>
    `GET ${path} HTTP/1.1\r\n${headers}${lines}\r\n`;
const post =
  (lines: string, body: string): Shape =>
  ({ post: { path, type }, headers }) =>
    `POST ${path} HTTP/1.1\r\n${headers}content-type: ${type}\r\n${lines}\r\n${body}`;
const hidden = 'GET /hidden HTTP/1.1\r\nhost: x\r\n\r\n';

const refused: Readonly<Record<string, Shape>> = {
  'Content-Length and Transfer-Encoding': post(
    'content-length: 4\r\ntransfer-encoding: chunked\r\n',
    `0\r\n\r\n${hidden}`,
  ),
  'Transfer-Encoding and Content-Length': post(
    'transfer-encoding: chunked\r\ncontent-length: 4\r\n',
    `0\r\n\r\n${hidden}`,
  ),
  'two equal Content-Length': post('content-length: 1\r\ncontent-length: 1\r\n', 'a'),
  'two Content-Length that differ': post(`content-length: 1\r\ncontent-length: ${1 + hidden.length}\r\n`, `a${hidden}`),
  'a list in Content-Length': post('content-length: 1, 1\r\n', 'a'),
  'a signed Content-Length': post('content-length: +1\r\n', 'a'),
  'a hexadecimal Content-Length': post('content-length: 0x1\r\n', 'a'),
  'a Content-Length of many digits': post('content-length: 99999999999999999999999\r\n', 'a'),
  'Transfer-Encoding: identity': post('transfer-encoding: identity\r\n', hidden),
  'Transfer-Encoding: xchunked': post('transfer-encoding: xchunked\r\n', `0\r\n\r\n${hidden}`),
  'chunked, but not last': post('transfer-encoding: chunked, identity\r\n', `0\r\n\r\n${hidden}`),
  'chunked twice': post('transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n', `0\r\n\r\n${hidden}`),
  'Transfer-Encoding with a vertical tab': post('transfer-encoding: \x0bchunked\r\n', `0\r\n\r\n${hidden}`),
  'a blank before the colon': post('transfer-encoding : chunked\r\n', `0\r\n\r\n${hidden}`),
  'a chunk of negative size': post('transfer-encoding: chunked\r\n', '-1\r\na\r\n0\r\n\r\n'),
  'a chunk of many digits': post('transfer-encoding: chunked\r\n', 'fffffffffffffffff\r\na'),
  'a chunk that ends late': post('transfer-encoding: chunked\r\n', '1\r\nab\r\n0\r\n\r\n'),
  'a bare line feed in a chunk extension': post('transfer-encoding: chunked\r\n', '1;a\n\r\na\r\n0\r\n\r\n'),
  'a folded header line (obs-fold)': get('x: a\r\n b\r\n'),
  'a folded Host': ({ path }) => `GET ${path} HTTP/1.1\r\nhost:\r\n localhost\r\n\r\n`,
  'a bare line feed between header lines': get('x: a\ny: b\r\n'),
  'bare line feeds everywhere': ({ path, headers }) => `GET ${path} HTTP/1.1\n${headers.replaceAll('\r\n', '\n')}\n`,
  'a bare carriage return in a header': get('x: a\rb: c\r\n'),
  'a NUL in a header': get('x: a\0b\r\n'),
  'a NUL in a header name': get('x\0: a\r\n'),
  'a NUL in the target': ({ path, headers }) => `GET ${path}\0 HTTP/1.1\r\n${headers}\r\n`,
  'bytes that are not UTF-8 in the target': ({ path, headers }) => `GET ${path}?\xff\xfe HTTP/1.1\r\n${headers}\r\n`,
  'two Host lines': get('host: evil.example\r\n'),
  'no Host': ({ path }) => `GET ${path} HTTP/1.1\r\n\r\n`,
  'the preface of HTTP/2': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'another version': ({ path, headers }) => `GET ${path} HTTP/1.2\r\n${headers}\r\n`,
  'a line that is no request': () => 'rubbish\r\n\r\n',
  'only NULs': () => '\0'.repeat(4096),
};

const halves: Readonly<Record<string, Shape>> = {
  'the half of a header': ({ path }) => `GET ${path} HTTP/1.1\r\nho`,
  'the half of a body': post('content-length: 10\r\n', 'ab'),
};

/** Where no body is taken, the request is answered, and its connection ended, before its body turns out to be malformed. */
const inBody: ReadonlySet<string> = new Set(['a chunk that ends late', 'the half of a body']);
function assertRefused({ name, post: { isTaken = true } }: Service, shape: string, statuses: readonly number[]): void {
  const [first, ...more] = statuses;
  if (isTaken || !inBody.has(shape)) assert.deepEqual(statuses, [400], name);
  else assert.ok((first === 405 || first === 400) && more.every((status) => status === 400), `${name}: ${statuses}`);
}

suite('malformed messages', () => {
  let house: BesiegedHouse;
  before(async () => {
    house = await openBesiegedHouse();
  });
  after(() => house?.close());

  for (const [name, shape] of Object.entries(refused)) {
    test(`${name}: one answer, 400, and the end of the connection`, async () => {
      for (const service of house.services) {
        const connection = await service.open();
        await connection.send(Buffer.from(shape(service), 'latin1'));
        await connection.closed;
        assertRefused(service, name, connection.statuses());
      }
      await house.assertHonestIsServed();
    });
  }

  for (const [name, shape] of Object.entries(halves)) {
    test(`${name}, and then the end: 400`, async () => {
      for (const service of house.services) {
        const connection = await service.open();
        await connection.send(shape(service));
        connection.halfClose();
        await connection.closed;
        assertRefused(service, name, connection.statuses());
      }
      await house.assertHonestIsServed();
    });
  }

  test('the body of a GET is not the next request', async () => {
    for (const service of house.services) {
      const connection = await service.open();
      await connection.send(get(`content-length: ${hidden.length}\r\n`)(service), hidden);
      assert.equal((await connection.answered()).length, 1, service.name);
      if (service.post.isTaken === false) {
        await connection.closed;
        assert.deepEqual(connection.statuses(), [200], service.name);
        continue;
      }
      await connection.send(get('connection: close\r\n')(service));
      await connection.closed;
      const [first, second, ...more] = connection.statuses();
      assert.deepEqual([second, more], [first, []], service.name);
      assert.notEqual(first, 404);
    }
  });

  test('twenty requests and then garbage on one connection: nobody is told another one’s answer', async () => {
    for (const service of house.services) {
      const connection = await service.open();
      await connection.send(`${get('')(service).repeat(20)}rubbish\r\n\r\n`);
      await connection.closed;
      const statuses = connection.statuses();
      assert.ok(statuses.length <= 21 && statuses.slice(0, -1).every((status) => status === statuses[0]), service.name);
    }
    await house.assertHonestIsServed();
  });

  test('a request and the end of this half at once: answered or dropped, and the others are served', async () => {
    for (const service of house.services) {
      const connection = await service.open();
      await connection.send(get('')(service));
      connection.halfClose();
      await connection.closed;
      assert.ok(connection.statuses().length <= 1);
    }
    await house.assertHonestIsServed();
  });

  test('a fault whose text is not UTF-8 is refused', async () => {
    const admin = house.services.find(({ name }) => name === 'admin') as Service;
    const connection = await admin.open();
    const body = '{"service":"sts","status":500,"body":"\xff\xfe"}';
    const lines = `content-length: ${body.length}\r\nconnection: close\r\n`;
    await connection.send(Buffer.from(post(lines, body)(admin), 'latin1'));
    await connection.closed;
    assert.deepEqual(connection.statuses(), [400]);
    assert.match(connection.text, /ERR_ADMIN_REQUEST/);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import { buildDoorText, parseAdminOrigin, parseDoorText } from '../../src/admin-door/admin-door.ts';
import { findAdminDoor } from '../../src/admin-door/find-admin-door.ts';
import { sendAdminRequest } from '../../src/admin-door/send-admin-request.ts';
import { startHoldfast, temporaryFolder } from '../support/holdfast-process.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

suite('the door of a running holdfast up', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => folder?.remove());

  test('lies in the data directory, 0600, opens the admin service, and is gone after the end', async () => {
    const data = join(folder.path, 'data');
    const holdfast = await startHoldfast(['--data', data]);
    const file = join(data, 'admin.json');
    assert.equal((statSync(file).mode & 0o777).toString(8), '600');
    const door = await findAdminDoor({ data });
    assert.deepEqual(door, { origin: holdfast.ready.admin, key: holdfast.ready.adminKey });
    assert.ok('services' in (await sendAdminRequest(door, { method: 'GET', path: '/counters' })));
    const keyFile = join(folder.path, 'key');
    writeFileSync(keyFile, `${holdfast.ready.adminKey}\n`);
    assert.deepEqual(await findAdminDoor({ admin: holdfast.ready.admin, adminKeyFile: keyFile }), door);
    assert.deepEqual(await sendAdminRequest(door, { method: 'DELETE', path: '/faults' }), {});
    const stale = readFileSync(file, 'utf8');
    await holdfast.stop();
    assert.equal(existsSync(file), false);
    await assert.rejects(findAdminDoor({ data }), { code: 'ERR_ADMIN_DOOR_CLOSED' });
    // As a crash would leave it: the key must not go to whoever listens there now.
    writeFileSync(file, stale);
    await assert.rejects(findAdminDoor({ data }), { code: 'ERR_ADMIN_DOOR_CLOSED' });
  });

  test('the file of another process than the one that holds the directory does not count', async () => {
    const data = join(folder.path, 'other');
    await mkdir(data);
    writeFileSync(join(data, 'admin.json'), buildDoorText({ origin: 'http://127.0.0.1:1', key: 'k', pid: 1 }));
    writeFileSync(join(data, 'lock'), JSON.stringify({ pid: process.pid }));
    await assert.rejects(findAdminDoor({ data }), { code: 'ERR_ADMIN_DOOR_CLOSED' });
  });

  test('flags that do not go together, and addresses to which no key may go, are refused', async () => {
    const keyFile = join(folder.path, 'key-of-a-test');
    writeFileSync(keyFile, 'key');
    const admin = 'http://127.0.0.1:8482';
    for (const flags of [
      { admin },
      { adminKeyFile: keyFile },
      { admin, adminKeyFile: keyFile, data: '.holdfast' },
      { admin: 'https://127.0.0.1:8482', adminKeyFile: keyFile },
      { admin: 'http://admin.example:8482', adminKeyFile: keyFile },
      { admin: 'http://127.0.0.2:8482', adminKeyFile: keyFile },
      { admin: `${admin}/path`, adminKeyFile: keyFile },
      { admin: 'http://user@127.0.0.1:8482', adminKeyFile: keyFile },
    ]) {
      await assert.rejects(findAdminDoor(flags), { code: 'ERR_SETTINGS_VALUE' }, JSON.stringify(flags));
    }
    writeFileSync(keyFile, 'two words');
    await assert.rejects(findAdminDoor({ admin, adminKeyFile: keyFile }), { code: 'ERR_SETTINGS_VALUE' });
  });

  test('only a whole text is a door', () => {
    const whole = buildDoorText({ origin: 'http://127.0.0.1:8482', key: 'k', pid: 7 });
    assert.deepEqual(parseDoorText(bytes(whole)), { origin: 'http://127.0.0.1:8482', key: 'k', pid: 7 });
    for (const text of [
      '',
      '{}',
      '[]',
      whole.replace('127.0.0.1', 'admin.example'),
      whole.replace('"k"', '"a b"'),
      whole.replace('7', '"7"'),
    ]) {
      assert.equal(parseDoorText(bytes(text)), undefined, text);
    }
    assert.equal(parseAdminOrigin('http://[::1]:8482'), 'http://[::1]:8482');
    assert.equal(parseAdminOrigin('ftp://localhost/'), undefined);
  });
});

suite('an order through the door', () => {
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let server: Server;
  let origin: string;
  before(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  const send = (): ReturnType<typeof sendAdminRequest> =>
    sendAdminRequest({ origin, key: 'key' }, { method: 'POST', path: '/x', body: { a: 1 } });

  test('carries the key and JSON, and a refusal comes back in the words of the service', async () => {
    let seen: readonly unknown[] = [];
    answer = (request, response) => {
      seen = [request.method, request.url, request.headers.authorization, request.headers['content-type']];
      response
        .writeHead(400)
        .end('{"code":"ERR_ADMIN_REQUEST","message":"No. Ask otherwise.","mend":"Ask otherwise."}');
    };
    await assert.rejects(send(), { code: 'ERR_ADMIN_DOOR_REFUSED', description: 'No. Ask otherwise.' });
    assert.deepEqual(seen, ['POST', '/x', 'Bearer key', 'application/json']);
  });

  test('is not carried on to another address, and what is no answer of an admin service is none', async () => {
    let requests = 0;
    answer = (_request, response) => {
      requests += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    };
    await assert.rejects(send(), { code: 'ERR_ADMIN_DOOR_UNREACHABLE' });
    assert.equal(requests, 1);
    answer = (_request, response) => void response.end('<html>');
    await assert.rejects(send(), { code: 'ERR_ADMIN_DOOR_UNREACHABLE' });
    answer = (request) => void request.socket.destroy();
    await assert.rejects(send(), { code: 'ERR_ADMIN_DOOR_UNREACHABLE' });
  });

  test('attack: an answer without end, or one that breaks off, is none', async () => {
    let sent = 0;
    answer = (_request, response) => {
      const piece = ' '.repeat(65_536);
      const pour = (): void => {
        while (!response.destroyed && response.write(piece)) sent += piece.length;
      };
      response.on('drain', pour);
      pour();
    };
    await assert.rejects(send(), { code: 'ERR_ADMIN_DOOR_UNREACHABLE' });
    assert.ok(sent < 16 * 1024 * 1024, `${sent} bytes`);
    answer = (request, response) => {
      response.writeHead(201, { 'content-length': '100' }).write('{"id":1}');
      setTimeout(() => request.socket.destroy(), 20);
    };
    await assert.rejects(send(), { code: 'ERR_ADMIN_DOOR_UNREACHABLE' });
  });

  test('attack: a proxy of the environment is not handed the admin key', async () => {
    const seen: string[] = [];
    answer = (_request, response) => void response.writeHead(201).end('{"by":"service"}');
    const proxy = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.end('{"by":"proxy"}');
    }).listen(0, '127.0.0.1');
    proxy.on('connect', ({ url }, socket: Socket) => {
      seen.push(url ?? '');
      socket.end('HTTP/1.1 403 No\r\n\r\n');
    });
    await once(proxy, 'listening');
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=source', join(import.meta.dirname, 'order-behind-a-proxy.ts'), origin],
      { env: { PATH: process.env['PATH'], NODE_USE_ENV_PROXY: '1', HTTP_PROXY: address, http_proxy: address } },
    );
    proxy.close();
    assert.deepEqual(JSON.parse(stdout), { by: 'service' });
    assert.deepEqual(seen, ['control.example:80']);
  });
});

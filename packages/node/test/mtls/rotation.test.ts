import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import {
  type CertificateSource,
  type ClientCertificate,
  createCertificateFile,
  createMtlsPool,
  type MtlsEvent,
  parsePemCertificate,
} from '@holdfast/node/mtls';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { fingerprintOf, startMutualServer } from './tls-server.ts';

const root = await makeCertificate({ kind: 'ec', name: 'root' });
const pems = await Promise.all(Array.from({ length: 6 }, () => makeCertificate({ kind: 'ec', issuer: root })));
const certificates = pems.map(parsePemCertificate);
const seen: string[] = [];
// Answers after a moment of its own, in two pieces: there are always requests under way, and responses that have only begun.
const server = await startMutualServer(await makeCertificate({ kind: 'ec', issuer: root }), {
  answer: (request, response) => {
    request.resume();
    seen.push(request.url ?? '');
    setTimeout(() => {
      response.write(`${request.url} `);
      setTimeout(() => response.end(fingerprintOf(request)), Math.random() * 10);
    }, Math.random() * 20);
  },
});
const { origin } = server;
after(server.close);

/** A source whose certificate is whatever a test puts there. */
function createTurningSource(first: ClientCertificate): CertificateSource & { certificate: ClientCertificate } {
  return {
    certificate: first,
    async current() {
      return this.certificate;
    },
    invalidate() {},
    close() {},
  };
}

describe('when the certificate is replaced', () => {
  it('200 callers lose no request, repeat none, and are answered under the certificate of the moment', async () => {
    const [first, second] = certificates as [ClientCertificate, ClientCertificate];
    const source = createTurningSource(first);
    const events: MtlsEvent[] = [];
    const pool = createMtlsPool({ ca: root.certificate, events: (event) => void events.push(event) });
    const transport = pool.transport(source);
    seen.length = 0;
    let answered = 0;
    let turnedAt = Number.POSITIVE_INFINITY;
    const call = async (caller: number, turn: number): Promise<void> => {
      const startedAt = performance.now();
      const path = `/${caller}/${turn}`;
      const response = await transport(new Request(`${origin}${path}`, { method: 'POST', body: path }));
      const [echo, client] = (await response.text()).split(' ');
      assert.equal(echo, path);
      assert.ok(client === first.x5tS256 || client === second.x5tS256);
      if (startedAt > turnedAt) assert.equal(client, second.x5tS256);
      answered += 1;
    };
    const callers = Array.from({ length: 200 }, async (_, caller) => {
      for (let turn = 0; turn < 5; turn++) await call(caller, turn);
    });
    setTimeout(() => {
      source.certificate = second;
      turnedAt = performance.now();
    }, 60);
    await Promise.all(callers);
    assert.ok(turnedAt < performance.now(), 'the certificate was replaced meanwhile');
    assert.equal(answered, 1000);
    assert.equal(new Set(seen).size, 1000);
    assert.equal(seen.length, 1000);
    assert.deepEqual(
      events.map(({ name, x5tS256 }) => [name, x5tS256]),
      [
        ['mtls.opened', first.x5tS256],
        ['mtls.draining', first.x5tS256],
        ['mtls.opened', second.x5tS256],
      ],
    );
    assert.equal(pool.size, 1);
    await pool.close();
  });

  it('again and again, out of a file, nobody notices', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-rotation-'));
    const certificateFile = join(folder, 'client.pem');
    const write = (index: number) =>
      writeFileSync(certificateFile, `${pems[index]?.certificate}\n${pems[index]?.privateKey}`);
    write(0);
    const source = createCertificateFile({ certificateFile, checkEverySeconds: 0.01 });
    const pool = createMtlsPool({ ca: root.certificate });
    const transport = pool.transport(source);
    const clients = new Set<string>();
    let isOver = false;
    let answered = 0;
    let sent = 0;
    const callers = Array.from({ length: 40 }, async () => {
      while (!isOver) {
        sent += 1;
        clients.add((await (await transport(new Request(origin))).text()).slice(2));
        answered += 1;
      }
    });
    for (let index = 0; index < pems.length; index++) {
      write(index);
      while (!clients.has(certificates[index]?.x5tS256 ?? '')) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    isOver = true;
    await Promise.all(callers);
    assert.equal(answered, sent);
    assert.deepEqual(clients, new Set(certificates.map(({ x5tS256 }) => x5tS256)));
    assert.equal(pool.size, 1);
    source.close();
    await pool.close();
    rmSync(folder, { recursive: true });
  });

  it('requests that wait for a connection of the old one are served all the same', async () => {
    const [old] = certificates as [ClientCertificate];
    const pool = createMtlsPool({ ca: root.certificate, maxConnections: 2 });
    const transport = pool.transport(old);
    const answers = Array.from({ length: 50 }, async (_, index) =>
      (await transport(new Request(`${origin}/${index}`))).text(),
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
    const retired = pool.retire(old);
    assert.equal(pool.size, 0);
    const texts = await Promise.all(answers);
    assert.deepEqual(
      texts,
      texts.map((_, index) => `/${index} ${old.x5tS256}`),
    );
    await retired;
    await pool.close();
  });
});

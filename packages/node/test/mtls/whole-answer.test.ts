import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createMtlsPool, type MtlsAnswer, MtlsFailed, parsePemCertificate } from '@holdfast/node/mtls';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { fingerprintOf, startMutualServer } from './tls-server.ts';

const root = await makeCertificate({ kind: 'ec', name: 'root' });
const ada = parsePemCertificate(await makeCertificate({ kind: 'ec', name: 'ada', issuer: root }));
const server = await startMutualServer(await makeCertificate({ kind: 'ec', issuer: root }), {
  answer(request, response) {
    switch (request.url) {
      case '/silent':
        return;
      case '/empty':
        return void response.writeHead(204).end();
      case '/early':
        response.writeEarlyHints({ link: '</style.css>; rel=preload' });
        return void response.end('late');
      case '/pieces':
        response.write('a');
        return void setImmediate(() => response.end(Buffer.alloc(9, 'b')));
      case '/broken':
        response.writeHead(500, { 'content-length': '10' });
        response.write('begun');
        return void setImmediate(() => response.destroy());
      case '/cut':
        return void request.socket.destroy();
      case '/half':
        return void response.write('begun');
      default:
        response.end(fingerprintOf(request));
    }
  },
});
const pool = createMtlsPool({ ca: root.certificate });
after(async () => {
  await pool.close();
  await server.close();
});

const ask = (path: string, maxBytes = 100, signal?: AbortSignal): Promise<MtlsAnswer> =>
  pool.ask(ada, { origin: server.origin, path, method: 'GET', signal }, maxBytes);
const textOf = ({ body }: MtlsAnswer): string | undefined => body?.toString();

describe('an answer that is read to its end', () => {
  it('comes from a connection that presents the certificate', async () => {
    assert.equal(textOf(await ask('/who')), ada.x5tS256);
  });

  it('may be empty, come in pieces, or after a word in advance', async () => {
    const empty = await ask('/empty', 0);
    assert.deepEqual([empty.statusCode, textOf(empty)], [204, '']);
    assert.equal(textOf(await ask('/pieces', 10)), 'abbbbbbbbb');
    const late = await ask('/early');
    assert.deepEqual([late.statusCode, textOf(late), late.headers['link']], [200, 'late', undefined]);
  });

  it('comes without its body when that is longer than allowed, also while there is no end to it', async () => {
    for (const [path, maxBytes] of [
      ['/pieces', 9],
      ['/half', 4],
    ] as const) {
      const { statusCode, body, failure } = await ask(path, maxBytes);
      assert.deepEqual([statusCode, body, failure], [200, undefined, undefined], path);
    }
  });

  it('says why its body broke off, beside its status', async () => {
    const { statusCode, body, failure } = await ask('/broken');
    assert.deepEqual([statusCode, body], [500, undefined]);
    assert.ok(failure instanceof MtlsFailed);
    assert.deepEqual([failure.code, failure.sent], ['ERR_MTLS_INTERRUPTED', 'maybe']);
  });

  it('is none when the connection breaks before it', async () => {
    await assert.rejects(ask('/cut'), { code: 'ERR_MTLS_INTERRUPTED', sent: 'maybe' });
  });

  it('ends with the reason of an abort: before, while waiting, and in the body', async () => {
    const reason = new Error('gone');
    const isReason = (error: unknown): boolean => error === reason;
    await assert.rejects(ask('/who', 100, AbortSignal.abort(reason)), isReason);
    for (const path of ['/silent', '/half']) {
      const leaving = new AbortController();
      const waiting = ask(path, 100, leaving.signal);
      setTimeout(() => leaving.abort(reason), 20);
      await assert.rejects(waiting, isReason, path);
    }
  });
});

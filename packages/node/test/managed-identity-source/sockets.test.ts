import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { connect, createServer as createNetServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createGate } from '@holdfast/testing';
import { openManagedIdentitySource } from '../../src/managed-identity-source/managed-identity-source.ts';
import { makeCertificate } from '../certificate/make-certificate.ts';
import { listen, serve } from './loopback-server.ts';
import { question, secretHeader, token } from './scripted-source.ts';

const closing: (() => Promise<void>)[] = [];
after(async () => {
  for (const close of closing) await close();
});
const start = async (...parts: Parameters<typeof serve>) => {
  const server = await serve(...parts);
  closing.push(server.close);
  return server.port;
};

/** Listens for bytes and answers them with bytes. */
async function startRaw(answer: (socket: Socket, first: Buffer) => void) {
  const sockets = new Set<Socket>();
  const server = createNetServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', (first) => answer(socket, first));
  });
  const closeAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const { port, close } = await listen(server, { closeAll });
  closing.push(close);
  return port;
}

const open = (port: number, { timeoutMs = 5000 } = {}) =>
  openManagedIdentitySource({
    identity: { kind: 'system' },
    environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://127.0.0.1:${port}` },
    hasFile: () => false,
    retries: false,
    timeoutMs,
  });
async function ask(port: number, options: { readonly timeoutMs?: number } = {}) {
  const source = open(port, options);
  try {
    return await source.requestToken(question, new AbortController().signal);
  } finally {
    await source.close();
  }
}
const refused = (code: string) => ({ code: `ERR_MANAGED_IDENTITY_${code}` });
const reply = JSON.stringify({ access_token: token, expires_in: 3600 });
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

describe('over real sockets', () => {
  it('a token, on a connection that is used again', async () => {
    const connections = new Set<unknown>();
    const port = await start((request, response) => {
      connections.add(request.socket);
      const sent = ['connection', 'host', 'metadata', 'x-client-sku', 'x-client-ver', 'x-ms-client-request-id'];
      assert.deepEqual(Object.keys(request.headers).toSorted(), sent);
      response.setHeader('content-type', 'application/json');
      response.end(reply);
    });
    const source = open(port);
    for (let count = 0; count < 10; count += 1) {
      assert.equal((await source.requestToken(question, new AbortController().signal)).accessToken, token);
    }
    await source.close();
    // One more where a reply is read before its connection is told that it is over.
    assert.ok(connections.size <= 2, `${connections.size} connections`);
  });

  it('nobody listens', async () => {
    const server = await serve(() => undefined);
    await server.close();
    await assert.rejects(ask(server.port), refused('UNREACHABLE'));
  });

  it('no answer: the timeout ends it (real clock)', async () => {
    const port = await start(() => undefined);
    await assert.rejects(ask(port, { timeoutMs: 60 }), refused('TIMEOUT'));
  });

  it('a body that trickles is under the same timeout', async () => {
    const port = await start((_request, response) => {
      response.setHeader('content-type', 'application/json');
      const timer = setInterval(() => response.write(' '), 10);
      response.once('close', () => clearInterval(timer));
    });
    await assert.rejects(ask(port, { timeoutMs: 120 }), refused('TIMEOUT'));
  });

  it('a body without end is not read to its end', async () => {
    let written = 0;
    const port = await start((_request, response) => {
      response.setHeader('content-type', 'application/json');
      const chunk = Buffer.alloc(65_536, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
      };
      response.on('drain', more);
      more();
    });
    await assert.rejects(ask(port), refused('REPLY'));
    assert.ok(written < 50_000_000, `${written} bytes`);
  });

  it('a page without end, and a refusal without end', async () => {
    for (const [status, type] of [
      [200, 'text/html'],
      [400, 'application/json'],
    ] as const) {
      const port = await start((_request, response) => {
        response.writeHead(status, { 'content-type': type });
        response.write('x'.repeat(70_000));
      });
      await assert.rejects(ask(port), refused(status === 200 ? 'FOREIGN' : 'REFUSED'));
    }
  });

  it('a connection that breaks off before, in the head and in the body', async () => {
    const full = `${head}content-length: ${reply.length}\r\n\r\n${reply}`;
    for (const sent of ['', full.slice(0, 20), full.slice(0, -5)]) {
      for (const leave of ['resetAndDestroy', 'end'] as const) {
        const port = await startRaw((socket) => {
          if (sent === '') socket[leave]();
          else socket.write(sent, () => setTimeout(() => socket[leave](), 20));
        });
        await assert.rejects(ask(port), { code: /^ERR_MANAGED_IDENTITY_(?:INTERRUPTED|FOREIGN)$/ }, `${sent} ${leave}`);
      }
    }
    const port = await startRaw((socket) => socket.end(full));
    assert.equal((await ask(port)).accessToken, token);
  });

  it('in the body it is never taken for a shorter token', async () => {
    const whole = `{"expires_in":3600,"access_token":"${token}"}`;
    const port = await startRaw((socket) => {
      // Without a length the end of the connection ends the body: what is there is no whole object.
      socket.end(`${head}connection: close\r\n\r\n${whole.slice(0, -4)}`);
    });
    await assert.rejects(ask(port), refused('REPLY'));
  });

  it('something that is not HTTP', async () => {
    for (const said of [
      'SSH-2.0-OpenSSH_9.2\r\n',
      'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n',
      `${head}a b: c\r\n\r\n`,
    ]) {
      const port = await startRaw((socket) => socket.end(said));
      await assert.rejects(ask(port), refused('FOREIGN'), said);
    }
    const port = await startRaw((socket) => socket.end(`${head}x: ${'y'.repeat(100_000)}\r\n\r\n`));
    await assert.rejects(ask(port), refused('FOREIGN'));
  });

  it('a redirect is not followed', async () => {
    let followed = 0;
    const target = await start((_request, response) => {
      followed += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end(reply);
    });
    for (const status of [301, 302, 303, 307, 308]) {
      const port = await start((_request, response) => {
        response.writeHead(status, { location: `http://127.0.0.1:${target}/` }).end();
      });
      await assert.rejects(ask(port), refused('FOREIGN'));
    }
    assert.equal(followed, 0);
  });

  it('proxies of the environment are not asked, where fetch asks them', async () => {
    const proxied: unknown[] = [];
    const proxy = await startRaw((socket, first) => {
      proxied.push(String(first).split(' ', 2));
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nproxied'));
    });
    const port = await start((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(reply);
    });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=source', join(import.meta.dirname, 'behind-a-proxy.ts')],
      {
        env: {
          PATH: process.env['PATH'],
          NODE_USE_ENV_PROXY: '1',
          HTTP_PROXY: `http://127.0.0.1:${proxy}`,
          http_proxy: `http://127.0.0.1:${proxy}`,
          AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://127.0.0.1:${port}`,
        },
      },
    );
    assert.deepEqual(JSON.parse(stdout), { probed: false, token, fetched: 'proxied' });
    assert.deepEqual(proxied, [['CONNECT', 'control.example:80']]);
  });

  it('the caller leaves while the connection opens: the secret is never sent', async () => {
    const { certificate, privateKey } = await makeCertificate({ kind: 'ec' });
    const secrets: unknown[] = [];
    const tls = { cert: certificate, key: privateKey };
    const inner = await start(
      ({ headers }, response) => {
        secrets.push(headers['secret']);
        response.end();
      },
      { tls },
    );
    const gate = createGate();
    let isWaiting = (): void => undefined;
    const waiting = new Promise<void>((resolve) => {
      isWaiting = resolve;
    });
    // The handshake goes on when the caller has left.
    const port = await startRaw((socket, hello) => {
      isWaiting();
      void gate.opened.then(() => {
        const onward = connect(inner, '127.0.0.1').on('error', () => undefined);
        onward.write(hello);
        socket.pipe(onward).pipe(socket);
      });
    });
    const source = openManagedIdentitySource({
      identity: { kind: 'system' },
      environment: {
        IDENTITY_ENDPOINT: `https://localhost:${port}/`,
        IDENTITY_HEADER: secretHeader,
        IDENTITY_SERVER_THUMBPRINT: new X509Certificate(certificate).fingerprint.replaceAll(':', ''),
      },
    });
    const controller = new AbortController();
    const reason = new Error('the caller left');
    const asked = source.requestToken(question, controller.signal);
    await waiting;
    controller.abort(reason);
    await assert.rejects(asked, (error) => error === reason);
    gate.open();
    await source.close();
    assert.deepEqual(secrets, []);
  });

  it('https of App Service is trusted by the trust of Node, and by no variable', async () => {
    const { certificate, privateKey } = await makeCertificate({ kind: 'ec' });
    const secrets: unknown[] = [];
    const tls = { cert: certificate, key: privateKey };
    const port = await start(({ headers }) => void secrets.push(headers['x-identity-header']), { tls });
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    const source = openManagedIdentitySource({
      identity: { kind: 'system' },
      environment: { IDENTITY_ENDPOINT: `https://localhost:${port}/msi/token`, IDENTITY_HEADER: secretHeader },
      retries: false,
    });
    try {
      await assert.rejects(source.requestToken(question, new AbortController().signal), refused('UNREACHABLE'));
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      await source.close();
    }
    assert.deepEqual(secrets, []);
  });

  it('after close nothing is asked', async () => {
    let asked = 0;
    const port = await start((_request, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'application/json' }).end(reply);
    });
    const source = open(port);
    await source.requestToken(question, new AbortController().signal);
    await source.close();
    await assert.rejects(source.requestToken(question, new AbortController().signal), refused('UNREACHABLE'));
    assert.equal(asked, 1);
  });
});

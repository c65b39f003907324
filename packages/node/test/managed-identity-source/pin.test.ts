import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { get, type ServerOptions } from 'node:https';
import { createServer as createNetServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { openManagedIdentitySource } from '../../src/managed-identity-source/managed-identity-source.ts';
import { makeCertificate, type TestCertificate } from '../certificate/make-certificate.ts';
import { opensslMissing } from '../certificate/openssl.ts';
import { startOpensslServer } from '../mtls/openssl-server.ts';
import { type LoopbackServer, listen, serve } from './loopback-server.ts';
import { question, secretHeader, token } from './scripted-source.ts';

const pinned = await makeCertificate({ kind: 'ec', name: 'node-0' });
const other = await makeCertificate({ kind: 'ec', name: 'node-0' });
const sha1 = (of: TestCertificate) => new X509Certificate(of.certificate).fingerprint.replaceAll(':', '');
const sha256 = (of: TestCertificate) => new X509Certificate(of.certificate).fingerprint256.replaceAll(':', '');

interface Seen {
  /** The secret of each request. */
  readonly secrets: unknown[];
  /** For each connection, whether its session was resumed. */
  readonly resumed: boolean[];
  open: number;
}

const servers: (LoopbackServer | { close(): Promise<void> })[] = [];
after(async () => {
  for (const server of servers) await server.close();
});

/** A node's token service with a certificate, which notes what reaches it behind TLS. */
async function startMits(certificate: TestCertificate, settings: ServerOptions = {}, port = 0) {
  const seen: Seen = { secrets: [], resumed: [], open: 0 };
  const server = await serve(
    ({ headers, socket }, response) => {
      seen.secrets.push(headers['secret']);
      seen.resumed.push((socket as TLSSocket).isSessionReused());
      seen.open += 1;
      socket.once('close', () => {
        seen.open -= 1;
      });
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: token, expires_in: 3600, token_type: 'Bearer' }));
    },
    { tls: { key: certificate.privateKey, cert: certificate.certificate, ...settings }, port },
  );
  servers.push(server);
  return { seen, port: server.port };
}

const open = (port: number, thumbprint: string, host = 'localhost') =>
  openManagedIdentitySource({
    identity: { kind: 'system' },
    environment: {
      IDENTITY_ENDPOINT: `https://${host}:${port}/metadata/identity/oauth2/token`,
      IDENTITY_HEADER: secretHeader,
      IDENTITY_SERVER_THUMBPRINT: thumbprint,
    },
    retries: false,
    timeoutMs: 5000,
  });
const ask = async (...where: Parameters<typeof open>) => {
  const source = open(...where);
  try {
    return await source.requestToken(question, new AbortController().signal);
  } finally {
    await source.close();
  }
};
const wrongPin = { code: 'ERR_MANAGED_IDENTITY_PIN' };

describe('the certificate of Service Fabric is pinned, over real TLS', () => {
  it('the right one is asked: SHA-1 and SHA-256, in any letter case, by any name', async () => {
    const { port, seen } = await startMits(pinned);
    for (const pin of [sha1(pinned), sha1(pinned).toLowerCase(), sha256(pinned), sha256(pinned).toLowerCase()]) {
      assert.equal((await ask(port, pin)).accessToken, token);
    }
    // The certificate is for localhost.
    assert.equal((await ask(port, sha1(pinned), '127.0.0.1')).accessToken, token);
    assert.deepEqual(seen.secrets, Array(5).fill(secretHeader));
  });

  it('another one, of the same name, never sees the secret', async () => {
    const { port, seen } = await startMits(other);
    for (const pin of [sha1(pinned), sha256(pinned)]) await assert.rejects(ask(port, pin), wrongPin);
    assert.deepEqual(seen.secrets, []);
  });

  it('trust and name decide nothing, in either direction (ValidateServerCertificateCallback, stricter in its first row)', async () => {
    const authority = await makeCertificate({ kind: 'ec', name: 'authority', isAuthority: true });
    const trusted = await makeCertificate({ kind: 'ec', issuer: authority });
    const { port, seen } = await startMits(trusted);
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, authority.certificate]);
    try {
      const control = await new Promise<number | undefined>((resolve, reject) => {
        const headers = { secret: 'none' };
        get(`https://localhost:${port}/`, { headers }, ({ statusCode }) => resolve(statusCode)).on('error', reject);
      });
      assert.equal(control, 200, 'Node trusts this certificate');
      await assert.rejects(ask(port, sha1(other)), wrongPin);
      await assert.rejects(ask(port, sha1(authority)), wrongPin);
      await assert.rejects(ask(port, sha1(other), '127.0.0.1'), wrongPin);
      assert.equal((await ask(port, sha1(trusted))).accessToken, token);
      assert.equal((await ask(port, sha1(trusted), '127.0.0.1')).accessToken, token);
    } finally {
      setDefaultCACertificates(before);
    }
    assert.deepEqual(seen.secrets, ['none', secretHeader, secretHeader]);
  });

  it('one digit is enough to be another', async () => {
    const { port, seen } = await startMits(pinned);
    const last = sha1(pinned).endsWith('0') ? '1' : '0';
    await assert.rejects(ask(port, `${sha1(pinned).slice(0, -1)}${last}`), wrongPin);
    // The first twenty bytes of SHA-256 are no SHA-1.
    await assert.rejects(ask(port, sha256(pinned).slice(0, 40)), wrongPin);
    assert.deepEqual(seen.secrets, []);
  });

  it('one that the pinned certificate issued is another', async () => {
    const issued = await makeCertificate({ kind: 'ec', issuer: pinned });
    const chain = { ...issued, certificate: `${issued.certificate}\n${pinned.certificate}` };
    const { port, seen } = await startMits(chain);
    await assert.rejects(ask(port, sha1(pinned)), wrongPin);
    assert.deepEqual(seen.secrets, []);
    assert.equal((await ask(port, sha1(issued))).accessToken, token);
  });

  it('one that has expired is still the pinned one', async () => {
    const expired = await makeCertificate({ kind: 'ec', startsInMs: -7_200_000, endsInMs: -3_600_000 });
    const { port } = await startMits(expired);
    assert.equal((await ask(port, sha1(expired))).accessToken, token);
  });

  it('no warning and no variable turns it off', async () => {
    const { port, seen } = await startMits(other);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      await assert.rejects(ask(port, sha1(pinned)), wrongPin);
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    }
    assert.deepEqual(seen.secrets, []);
  });

  it('each connection anew: the process that takes over the port is not asked', async () => {
    const first = await startMits(pinned);
    const source = open(first.port, sha1(pinned));
    const asked = () => source.requestToken(question, new AbortController().signal);
    assert.equal((await asked()).accessToken, token);
    await servers.pop()?.close();
    const impostor = await startMits(other, {}, first.port);
    await assert.rejects(asked(), wrongPin);
    await source.close();
    assert.deepEqual(impostor.seen.secrets, []);
  });

  it('each connection by its own handshake: no session is resumed, since that shows no certificate', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const { port, seen } = await startMits(pinned, { maxVersion, keepAliveTimeout: 1 });
      const source = open(port, sha1(pinned));
      for (let count = 0; count < 3; count += 1) {
        await source.requestToken(question, new AbortController().signal);
        await closed(seen);
      }
      await source.close();
      assert.deepEqual(seen.resumed, [false, false, false], maxVersion);
    }
  });

  it('a server that speaks no TLS, or hangs up in the handshake', async () => {
    const received: Buffer[] = [];
    for (const answer of [
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'),
      (socket: Socket) => socket.destroy(),
    ]) {
      const sockets = new Set<Socket>();
      const server = createNetServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.once('data', (bytes) => {
          received.push(bytes);
          answer(socket);
        });
      });
      const closeAll = () => {
        for (const socket of sockets) socket.destroy();
      };
      const { port, close } = await listen(server, { closeAll });
      await assert.rejects(ask(port, sha1(pinned)), { code: /^ERR_MANAGED_IDENTITY_(?:UNREACHABLE|INTERRUPTED)$/ });
      await close();
    }
    assert.ok(received.length > 0);
    assert.ok(!Buffer.concat(received).includes(secretHeader));
  });

  it('TLS 1.1 is refused, whatever the certificate and the flags of Node', { skip: opensslMissing }, async () => {
    const options = ['-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'];
    const server = await startOpensslServer(pinned, { ca: pinned, options });
    try {
      const flags = ['--tls-min-v1.0', '--tls-cipher-list=ALL:@SECLEVEL=0', '--conditions=source'];
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [...flags, join(import.meta.dirname, 'with-old-tls.ts')],
        {
          env: {
            PATH: process.env['PATH'],
            IDENTITY_ENDPOINT: `${server.origin}/`,
            IDENTITY_HEADER: secretHeader,
            IDENTITY_SERVER_THUMBPRINT: sha1(pinned),
          },
        },
      );
      assert.deepEqual(JSON.parse(stdout), { refused: 'ERR_MANAGED_IDENTITY_UNREACHABLE', control: 200 });
    } finally {
      await server.close();
    }
  });
});

/** Waits until the server has no connection. */
async function closed(seen: Seen): Promise<void> {
  while (seen.open > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { test } from 'node:test';
import { connect as connectTls, type SecureVersion, type TLSSocket } from 'node:tls';
import { AuthenticationFailure, fromNodeRequest, type TokenValidator } from '@holdfast/resource';
import {
  anyUse,
  type ClientIdentity,
  clientUse,
  makeClientIdentity,
  otherIdentity,
  ownIdentity,
  serverUse,
} from '../fixture/client-certificates.ts';
import { makeValidator } from '../fixture/judge.ts';
import { localhostCertificate } from '../fixture/localhost-certificate.ts';
import { clock, keys, mintToken, now, signRequest } from '../fixture/people.ts';

const tokenFor = ({ thumbprint }: ClientIdentity): Promise<string> =>
  mintToken({ cnf: { 'x5t#S256': thumbprint }, exp: now() + 7200 });
const own = await tokenFor(ownIdentity);

/** An API over TLS of one version; it tells the outcome, and whether the TLS session was a resumed one. */
async function listen(validator: TokenValidator, version: SecureVersion = 'TLSv1.3'): Promise<Server> {
  const server = createTlsServer(
    {
      cert: localhostCertificate.certificate,
      key: localhostCertificate.privateKey,
      minVersion: version,
      maxVersion: version,
      requestCert: true,
      rejectUnauthorized: false,
      ca: [],
    },
    async (request, response: ServerResponse) => {
      const outcome = await validator.authenticate(fromNodeRequest(request)).then(
        ({ binding }) => binding.method,
        (failure: unknown) => (failure instanceof AuthenticationFailure ? failure.code : String(failure)),
      );
      const isResumed = (request.socket as TLSSocket).isSessionReused();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ outcome, isResumed }));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

interface Told {
  readonly outcome: string;
  readonly isResumed: boolean;
}

/** A client's connection that is kept: one request after the other over the same socket. */
interface Connection {
  ask(authorization: string): Promise<Told>;
  /** The last TLS session that the server handed out. */
  session(): Buffer | undefined;
  close(): Promise<void>;
}

async function open(server: Server, identity?: ClientIdentity, session?: Buffer): Promise<Connection> {
  let last: Buffer | undefined;
  const socket = connectTls({
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    servername: 'localhost',
    ca: localhostCertificate.certificate,
    ...(identity === undefined ? {} : { cert: identity.certificate, key: identity.privateKey }),
    ...(session === undefined ? {} : { session }),
  });
  socket.on('session', (given: Buffer) => (last = given));
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  return {
    ask: (authorization) =>
      new Promise((resolve, reject) => {
        let text = '';
        const read = (chunk: Buffer): void => {
          text += chunk.toString();
          const body = text.match(/\{.*\}/)?.[0];
          if (body === undefined) return;
          socket.off('data', read);
          resolve(JSON.parse(body) as Told);
        };
        socket.on('data', read).once('error', reject);
        socket.write(`GET /orders HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`);
      }),
    session: () => last,
    close: () => new Promise((resolve) => socket.once('close', resolve).end()),
  };
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`${version}: a resumed session has the certificate of the first, and no other`, async (t) => {
    const server = await listen(makeValidator(), version);
    t.after(() => server.close());
    const first = await open(server, ownIdentity);
    assert.deepEqual(await first.ask(`mtls_pop ${own}`), { outcome: 'certificate', isResumed: false });
    const session = first.session();
    await first.close();
    // The certificate is not sent again: the session stands for it, also where another one is at hand.
    for (const identity of [ownIdentity, otherIdentity, undefined]) {
      const second = await open(server, identity, session);
      assert.deepEqual(await second.ask(`mtls_pop ${own}`), { outcome: 'certificate', isResumed: true });
      const stolen = await second.ask(`mtls_pop ${await tokenFor(otherIdentity)}`);
      assert.equal(stolen.outcome, 'ERR_CERTIFICATE_MISMATCH');
      await second.close();
    }
  });

  test(`${version}: a session that began without a certificate cannot be given one`, async (t) => {
    const server = await listen(makeValidator(), version);
    t.after(() => server.close());
    const first = await open(server);
    assert.equal((await first.ask(`mtls_pop ${own}`)).outcome, 'ERR_CERTIFICATE_MISSING');
    const session = first.session();
    await first.close();
    const second = await open(server, ownIdentity, session);
    assert.deepEqual(await second.ask(`mtls_pop ${own}`), { outcome: 'ERR_CERTIFICATE_RESUMED', isResumed: true });
    await second.close();
    const third = await open(server, ownIdentity);
    assert.deepEqual(await third.ask(`mtls_pop ${own}`), { outcome: 'certificate', isResumed: false });
    await third.close();
  });

  test(`${version}: neither a kept connection nor a resumed session outlives the certificate`, async (t) => {
    const server = await listen(makeValidator(), version);
    t.after(() => server.close());
    const connection = await open(server, ownIdentity);
    assert.equal((await connection.ask(`mtls_pop ${own}`)).outcome, 'certificate');
    clock.advance(3601);
    t.after(() => clock.advance(-3601));
    assert.equal((await connection.ask(`mtls_pop ${own}`)).outcome, 'ERR_CERTIFICATE_EXPIRED');
    const resumed = await open(server, ownIdentity, connection.session());
    assert.deepEqual(await resumed.ask(`mtls_pop ${own}`), { outcome: 'ERR_CERTIFICATE_EXPIRED', isResumed: true });
    await Promise.all([connection.close(), resumed.close()]);
  });

  test(`${version}: a certificate that is revoked is refused on its open connection and on a resumed session`, async (t) => {
    const revoked = new Set<string>();
    const isRevoked = ({ thumbprint }: { readonly thumbprint: string }): boolean => revoked.has(thumbprint);
    const server = await listen(makeValidator({ clientCertificates: { isRevoked } }), version);
    t.after(() => server.close());
    const connection = await open(server, ownIdentity);
    assert.equal((await connection.ask(`mtls_pop ${own}`)).outcome, 'certificate');
    revoked.add(ownIdentity.thumbprint);
    assert.equal((await connection.ask(`mtls_pop ${own}`)).outcome, 'ERR_CERTIFICATE_REVOKED');
    const resumed = await open(server, ownIdentity, connection.session());
    assert.deepEqual(await resumed.ask(`mtls_pop ${own}`), { outcome: 'ERR_CERTIFICATE_REVOKED', isResumed: true });
    await Promise.all([connection.close(), resumed.close()]);
  });
}

test('a certificate that says what it is for is for clients (RFC 5280 section 4.2.1.12)', async (t) => {
  const server = await listen(makeValidator());
  t.after(() => server.close());
  for (const [usages, outcome] of [
    [undefined, 'certificate'],
    [[clientUse], 'certificate'],
    [[serverUse, clientUse], 'certificate'],
    [[anyUse], 'certificate'],
    [[serverUse], 'ERR_CERTIFICATE_USAGE'],
  ] as const) {
    const identity = await makeClientIdentity(usages === undefined ? {} : { usages });
    const connection = await open(server, identity);
    assert.equal((await connection.ask(`mtls_pop ${await tokenFor(identity)}`)).outcome, outcome, usages?.join());
    await connection.close();
  }
});

test('a certificate that is expired, or not in force yet, is refused over a connection of its own', async (t) => {
  const server = await listen(makeValidator());
  t.after(() => server.close());
  for (const wishes of [{ endsIn: -1 }, { startsIn: 60 }]) {
    const identity = await makeClientIdentity(wishes);
    const connection = await open(server, identity);
    const { outcome } = await connection.ask(`mtls_pop ${await tokenFor(identity)}`);
    assert.equal(outcome, 'ERR_CERTIFICATE_EXPIRED');
    await connection.close();
  }
});

test('the certificate is read once for a connection, and never for tokens that are bound to none', async (t) => {
  const validator = makeValidator({ proof: 'when-bound' });
  let reads = 0;
  const server = await listen({
    authenticate(incoming) {
      const { connection } = incoming;
      assert.ok(connection?.getPeerX509Certificate !== undefined);
      // Counted on the socket itself, once: it is the same one for all requests of the connection.
      if (!Object.hasOwn(connection, 'getPeerX509Certificate')) {
        const read = connection.getPeerX509Certificate.bind(connection);
        Object.assign(connection, {
          getPeerX509Certificate: () => {
            reads += 1;
            return read();
          },
        });
      }
      return validator.authenticate(incoming);
    },
  });
  t.after(() => server.close());
  const connection = await open(server, ownIdentity);
  t.after(() => connection.close());
  const keyBound = await mintToken({ cnf: { kid: keys.client.thumbprint } });
  assert.equal((await connection.ask(`PoP ${await signRequest({ accessToken: keyBound })}`)).outcome, 'key');
  assert.equal((await connection.ask(`Bearer ${await mintToken()}`)).outcome, 'none');
  assert.equal(reads, 0);
  for (let request = 0; request < 3; request++) {
    assert.equal((await connection.ask(`mtls_pop ${own}`)).outcome, 'certificate');
  }
  assert.equal(reads, 1);
});

test('a connection without TLS has no certificate, and its labels change nothing', async (t) => {
  const validator = makeValidator();
  const server = createServer(async (request, response) => {
    const outcome = await validator.authenticate(fromNodeRequest(request)).then(
      () => 'accepted',
      (failure: AuthenticationFailure) => failure.code,
    );
    response.end(outcome);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`;
  for (const label of ['mtls_pop', 'Bearer']) {
    const answer = await fetch(address, { headers: { authorization: `${label} ${own}` } });
    assert.equal(await answer.text(), 'ERR_CERTIFICATE_MISSING');
  }
});

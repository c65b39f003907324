import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test } from 'node:test';
import { buildFailureResponse, fromNodeRequest, type IncomingRequest } from '@holdfast/resource';
import { makeValidator } from '../fixture/judge.ts';
import { keys, mintToken, signRequest } from '../fixture/people.ts';

test('header lines are paired in order, repeats and letter case kept', () => {
  const rawHeaders = ['Host', 'a', 'X', '1', 'x', '2'];
  const { headers } = fromNodeRequest({ method: 'GET', url: '/', rawHeaders });
  assert.deepEqual(headers, [
    ['Host', 'a'],
    ['X', '1'],
    ['x', '2'],
  ]);
});

test('the whole target is taken, not what a router left of it', () => {
  const request = { method: 'GET', url: '/deep', originalUrl: '/v1/deep?a=%2F', rawHeaders: [] };
  assert.equal(fromNodeRequest(request).target, '/v1/deep?a=%2F');
});

test('no body is told from a body nobody kept (RFC 9112 section 6.3)', () => {
  const bodyWith = (...rawHeaders: string[]): IncomingRequest['body'] => fromNodeRequest({ url: '/', rawHeaders }).body;
  const empty = new Uint8Array(0);
  assert.deepEqual(bodyWith('Host', 'a'), empty);
  assert.deepEqual(bodyWith('Content-Length', '0'), empty);
  assert.equal(bodyWith('content-length', '5'), undefined);
  assert.equal(bodyWith('Transfer-Encoding', 'chunked'), undefined);
  assert.equal(bodyWith('Content-Length', '0', 'Transfer-Encoding', 'chunked'), undefined);
  assert.equal(bodyWith('Content-Length', '5', 'Content-Length', '0'), undefined);
  // HTTP/2 may send a body that no header announces.
  assert.equal(bodyWith(':method', 'POST', ':path', '/'), undefined);
  const kept = Uint8Array.of(1);
  assert.deepEqual(fromNodeRequest({ url: '/', rawHeaders: ['Content-Length', '1'] }, kept).body, kept);
});

test('bytes on a socket: two header lines, a folded line and a bare CR never reach a route', async (t) => {
  const accessToken = await mintToken({ cnf: { kid: keys.client.thumbprint } });
  let proof = '';
  const server = createServer(async (req, res) => {
    const { port } = server.address() as AddressInfo;
    const validator = makeValidator({ origins: `https://localhost:${port}` });
    try {
      await validator.authenticate(fromNodeRequest(req));
      res.writeHead(200, { 'content-length': 6 }).end('passed');
    } catch (failure) {
      const { status, headers, body } = buildFailureResponse(failure);
      res.writeHead(status, headers.flat()).end(body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const send = async (...lines: readonly string[]): Promise<string> => {
    const text = `GET /orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`;
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1');
      socket.on('data', (chunk) => {
        answer += chunk.toString();
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
      socket.write(text);
    });
  };
  const fresh = async () => {
    proof = `PoP ${await signRequest({ accessToken, url: `https://localhost:${port}/orders` })}`;
    return proof;
  };
  assert.match(await send(`Authorization: ${await fresh()}`), /passed$/);
  assert.match(await send(`Authorization: ${await fresh()}`, 'Authorization: Bearer x'), /ERR_CREDENTIAL_REPEATED/);
  assert.match(await send(`Authorization: ${await fresh()}, Bearer x`), /ERR_CREDENTIAL_MALFORMED/);
  assert.match(await send('Authorization: PoP', ` ${(await fresh()).slice(4)}`), /^HTTP\/1.1 400/);
  assert.match(await send(`Authorization:\tPoP\t${proof.slice(4)}`), /ERR_CREDENTIAL_MALFORMED/);
});

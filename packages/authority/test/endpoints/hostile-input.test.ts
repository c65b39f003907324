import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { type RunningAuthority, runAuthority } from '../harness/running-authority.ts';

describe('hostile input', () => {
  let running: RunningAuthority;
  before(async () => {
    running = await runAuthority();
  });
  after(() => running.close());

  /** Sends bytes over TLS and reads the status of the first reply. */
  const statusOf = (bytes: string | Buffer): Promise<number> =>
    new Promise((resolve) => {
      const { port } = new URL(running.sts);
      const socket = connect({ port: Number(port), host: 'localhost', ca: running.authority.certificates.caPem }, () =>
        socket.write(bytes),
      );
      let text = '';
      socket.setEncoding('latin1').on('data', (chunk) => {
        text += chunk;
        const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
        if (status === undefined) return;
        resolve(Number(status));
        socket.destroy();
      });
      socket.on('error', () => resolve(0));
      socket.on('close', () => resolve(0));
    });
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: localhost\r\n\r\n`;
  const post = (path: string, body: Buffer, headers = ''): Buffer =>
    Buffer.concat([
      Buffer.from(
        `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n${headers}\r\n`,
      ),
      body,
    ]);
  const tokenPath = '/contoso.example/oauth2/v2.0/token';

  it('of two Authorization lines is refused, whichever of them would do', async () => {
    const { clientId, secret = '' } = running.application('daemon');
    const line = (word: string): string =>
      `authorization: Basic ${Buffer.from(`${clientId}:${word}`).toString('base64')}\r\n`;
    const body = Buffer.from('grant_type=client_credentials&scope=api://orders/.default');
    assert.equal(await statusOf(post(tokenPath, body, line(secret))), 200);
    for (const lines of [line(secret) + line('other'), line('other') + line(secret), line(secret) + line(secret)]) {
      assert.equal(await statusOf(post(tokenPath, body, lines)), 400);
    }
  });

  it('in the path is refused in good order', async () => {
    const rows: readonly (readonly [string, number])[] = [
      ['/%', 400],
      ['/%zz/v2.0/.well-known/openid-configuration', 400],
      ['/%ff/v2.0/.well-known/openid-configuration', 400],
      ['/%c0%ae%c0%ae/discovery/v2.0/keys', 400],
      ['/__proto__/v2.0/.well-known/openid-configuration', 400],
      ['/constructor/discovery/v2.0/keys', 400],
      ['/../../etc/passwd', 404],
      ['//contoso.example/discovery/v2.0/keys', 404],
      ['/contoso.example%00/discovery/v2.0/keys', 400],
      [`/${'a'.repeat(300)}/discovery/v2.0/keys`, 400],
      [`/${'a/'.repeat(500)}`, 404],
      ['/contoso.example/discovery/v2.0/keys?%zz=%ff&__proto__=1', 200],
      ['http://evil.example/contoso.example/discovery/v2.0/keys', 400],
      ['*', 400],
    ];
    for (const [path, status] of rows) assert.equal(await statusOf(get(path)), status, path.slice(0, 60));
  });

  it('in the body is refused in good order', async () => {
    const rows: readonly (readonly [string, Buffer])[] = [
      ['bytes that are not UTF-8', Buffer.from([0x67, 0xff, 0xfe, 0x3d, 0xff])],
      ['an encoding that ends early', Buffer.from('grant_type=%e2%82')],
      ['null bytes', Buffer.from('grant_type=\0\0')],
      ['only separators', Buffer.from('&&&===&=&')],
      ['names of prototypes', Buffer.from('__proto__=1&constructor=2&grant_type=toString')],
      ['ten thousand parameters', Buffer.from('a=1&'.repeat(10_000))],
      [
        'a deep req_cnf',
        Buffer.from(
          `grant_type=client_credentials&token_type=pop&req_cnf=${Buffer.from('{"a":'.repeat(5000)).toString('base64url')}`,
        ),
      ],
    ];
    for (const [label, body] of rows) assert.equal(await statusOf(post(tokenPath, body)), 400, label);
  });

  it('in the headers is refused in good order', async () => {
    assert.equal(await statusOf(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`), 431);
    assert.equal(await statusOf('GET / HTTP/1.1\r\n\r\n'), 400);
    assert.equal(await statusOf('BREW / HTTP/1.1\r\nhost: x\r\n\r\n'), 400);
    assert.equal(
      await statusOf(post(tokenPath, Buffer.from('grant_type=x'), `authorization: Basic ${'A'.repeat(9000)}\r\n`)),
      400,
    );
    assert.equal(await statusOf(post(tokenPath, Buffer.from('grant_type=x'), 'client-request-id: \x01\r\n')), 400);
  });

  it('leaves the authority working, and no failure in its events', async () => {
    assert.equal((await running.token()).status, 200);
    assert.deepEqual(
      running.events.filter(({ name }) => name === 'request.failed'),
      [],
    );
  });
});

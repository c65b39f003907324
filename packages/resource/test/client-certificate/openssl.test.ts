import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { AuthenticationFailure, fromNodeRequest } from '@holdfast/resource';
import { listen, makeServer } from '../adapters/contract/serve.ts';
import { otherIdentity, ownIdentity } from '../fixture/client-certificates.ts';
import { makeValidator } from '../fixture/judge.ts';
import { localhostCertificate } from '../fixture/localhost-certificate.ts';
import { mintToken } from '../fixture/people.ts';

const skip =
  spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed; run: apt-get install openssl';
const token = await mintToken({ cnf: { 'x5t#S256': ownIdentity.thumbprint } });

suite('a caller with nothing but openssl s_client', { skip }, () => {
  for (const version of ['-tls1_2', '-tls1_3']) {
    test(`${version}: with the certificate, with another, with none, and on a resumed session`, async (t) => {
      const { send } = await setUp(t);
      const own = ['-cert', 'own.pem', '-key', 'own-key.pem'];
      assert.equal(await send([version, ...own, '-sess_out', 'own.session']), 'certificate');
      const other = ['-cert', 'other.pem', '-key', 'other-key.pem'];
      assert.equal(await send([version, ...other]), 'ERR_CERTIFICATE_MISMATCH');
      assert.equal(await send([version, '-sess_out', 'none.session']), 'ERR_CERTIFICATE_MISSING');
      assert.equal(await send([version, '-sess_in', 'own.session']), 'certificate, resumed');
      assert.equal(await send([version, ...own, '-sess_in', 'none.session']), 'ERR_CERTIFICATE_RESUMED, resumed');
    });
  }
});

async function setUp(t: TestContext): Promise<{ send(parameters: readonly string[]): Promise<string> }> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-openssl-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const files = {
    'ca.pem': localhostCertificate.certificate,
    'own.pem': ownIdentity.certificate,
    'own-key.pem': ownIdentity.privateKey,
    'other.pem': otherIdentity.certificate,
    'other-key.pem': otherIdentity.privateKey,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  const validator = makeValidator();
  const server = makeServer('https', async (request, response) => {
    const outcome = await validator.authenticate(fromNodeRequest(request)).then(
      ({ binding }) => binding.method,
      (failure: unknown) => (failure instanceof AuthenticationFailure ? failure.code : String(failure)),
    );
    response.end(`<${outcome}${(request.socket as TLSSocket).isSessionReused() ? ', resumed' : ''}>`);
  });
  const { close } = await listen(server);
  t.after(close);
  const { port } = server.address() as AddressInfo;
  const fixed = [
    's_client',
    '-connect',
    `127.0.0.1:${port}`,
    '-servername',
    'localhost',
    '-CAfile',
    'ca.pem',
    '-quiet',
  ];
  const text = `GET /orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: mtls_pop ${token}\r\n\r\n`;
  return {
    send: (parameters) =>
      new Promise((resolve, reject) => {
        const child = spawn('openssl', [...fixed, ...parameters], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
        let answer = '';
        child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()));
        child.on('error', reject).on('close', () => resolve(/<(.*)>/.exec(answer)?.[1] ?? answer));
        child.stdin.write(text);
      }),
  };
}

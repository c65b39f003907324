import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import { decodeCompactJws } from '@holdfast/core';
import { assertShowsNoSecret, secret } from '@holdfast/testing';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { type BinaryOutcome, runBinary } from '../support/run-binary.ts';
import { openScene, type Scene } from '../support/scene.ts';

const config = `
tenants:
  contoso.example:
    applications:
      other: { certificate: issue, grantedRoles: { 'api://orders': [Orders.Read] } }
`;
const noOpenssl =
  spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed; run: apt-get install openssl';
const scope = ['--scope', 'api://orders/.default'];

suite('holdfast token and holdfast call with a token that is bound to a certificate', () => {
  let scene: Scene;
  let thumbprint: string;
  let own: readonly string[];
  let other: readonly string[];
  let tokenFile: string;
  let accessToken: string;
  let lines: CommandLines;
  before(async () => {
    lines = openCommandLines();
    scene = await openScene({ config });
    own = certificateOf('daemon');
    other = certificateOf('other');
    const { raw } = new X509Certificate(await readFile(own[1] ?? ''));
    thumbprint = Buffer.from(await crypto.subtle.digest('SHA-256', raw)).toString('base64url');
    tokenFile = join(scene.folder, 'token');
    const acquired = await token(...own);
    await writeFile(tokenFile, acquired.stdout);
    accessToken = acquired.stdout.trim();
  });
  after(async () => {
    await lines?.close();
    await scene?.close();
  });

  function certificateOf(name: string): readonly string[] {
    const { certFile = '', keyFile = '' } = scene.holdfast.application(name);
    return ['--cert', certFile, '--key', keyFile];
  }
  const mtls = ['--scheme', 'mtls_pop'];
  const data = (): readonly string[] => ['--data', join(scene.folder, 'data')];
  const token = (...parameters: readonly string[]): Promise<BinaryOutcome> =>
    lines.run(['token', ...data(), ...scope, ...mtls, ...parameters]);
  const order = (path: string, ...parameters: readonly string[]): readonly string[] => [
    'call',
    'GET',
    `${scene.holdfast.ready.mtlsApi}${path}`,
    ...data(),
    ...scope,
    ...parameters,
  ];
  const call = (...parameters: Parameters<typeof order>): Promise<BinaryOutcome> => lines.run(order(...parameters));
  const held = (...parameters: readonly string[]): Promise<BinaryOutcome> => {
    const { mtlsApi, caFile } = scene.holdfast.ready;
    return lines.run(['call', 'GET', `${mtlsApi}/orders`, '--ca', caFile, '--token-file', tokenFile, ...parameters]);
  };

  test('token: the certificate that it is bound to is told, and nothing else was asked for it', async () => {
    const { code, stdout, stderr } = await token(...own);
    assert.equal(code, 0, stderr);
    assert.deepEqual(decodeCompactJws(stdout.trim()).payload['cnf'], { 'x5t#S256': thumbprint });
    assert.match(stderr, /scheme {4}mtls_pop\n/);
    assert.match(stderr, new RegExp(`bound to  ${thumbprint} \\(cnf\\.x5t#S256\\)`));
    const report = JSON.parse((await token(...own, '--json')).stdout) as Readonly<Record<string, unknown>>;
    assert.deepEqual([report['tokenType'], report['bindingThumbprint']], ['mtls_pop', thumbprint]);
    assert.equal(report['keyFile'], own[3]);
  });

  test('call: asks over mutual TLS, and sends on connections with the same certificate', async () => {
    const { code, stdout, stderr } = await runBinary(order('/orders', ...mtls, ...own, '-v'));
    assert.equal(code, 0, stderr);
    assert.ok(Array.isArray((JSON.parse(stdout) as { readonly orders?: unknown }).orders), stdout);
    assert.match(stderr, new RegExp(`token from the authority, bound to certificate ${thumbprint}`));
    assert.match(stderr, new RegExp(`sent as mtls_pop on a connection that presents certificate ${thumbprint}`));
    assert.doesNotMatch(stderr, /proof signed|nothing proves/);
    const whoami = await call('/whoami', '--scheme', 'MTLS-PoP', ...own);
    assert.match(whoami.stdout, new RegExp(thumbprint), whoami.stderr);
  });

  test('a PFX file, its password from a file', { skip: noOpenssl }, async () => {
    const [, certFile = '', , keyFile = ''] = own;
    const pfx = join(scene.folder, 'daemon.pfx');
    const password = join(scene.folder, 'password');
    const word = 'correct-horse-battery';
    await writeFile(password, `${word}\n`);
    const files = ['-in', certFile, '-inkey', keyFile, '-out', pfx, '-passout', `file:${password}`];
    await promisify(execFile)('openssl', ['pkcs12', '-export', ...files]);
    const { code, stdout, stderr } = await call('/orders', ...mtls, '--pfx', pfx, '--pfx-password-file', password);
    assert.equal(code, 0, stderr + stdout);
    const wrong = await token('--pfx', pfx);
    assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
    assert.match(wrong.stderr, /--pfx: ERR_CLIENT_CERTIFICATE_PASSWORD/);
    // The same file authenticates for a token with a key of its own.
    const pop = await call('/orders', '--pfx', pfx, '--pfx-password-file', password, '-v');
    assert.match(pop.stderr, /proof signed over/);
    assertShowsNoSecret([wrong, stderr, pop.stderr], [secret('password', word)]);
  });

  test('a token from a file goes out on connections with its certificate', async () => {
    const { code, stderr } = await held(...mtls, ...own, '-v');
    assert.equal(code, 0, stderr);
    assert.match(stderr, new RegExp(`token from a file, bound to certificate ${thumbprint}`));
    assertShowsNoSecret(stderr, [secret('token', accessToken)]);
  });

  test('it goes out in no other way, whatever is asked for', async () => {
    const proofKey = join(scene.folder, 'proof.pem');
    await lines.run(['token', ...data(), ...scope, '--key', proofKey, '--new-key']);
    const refused: readonly (readonly string[])[] = [
      ['--scheme', 'bearer'],
      ['--key', proofKey],
      [],
      [...mtls, ...other],
    ];
    for (const parameters of refused) {
      const { code, stdout, stderr } = await held(...parameters);
      assert.deepEqual([code, stdout], [1, ''], parameters.join(' '));
      assert.match(stderr, /bound to another key or certificate/);
    }
    const unbound = await scene.tokenReply();
    const file = join(scene.folder, 'unbound');
    await writeFile(file, String(unbound['access_token']));
    const { code, stderr } = await held('--token-file', file, ...mtls, ...own);
    assert.equal(code, 1);
    assert.match(stderr, /bound to nothing/);
  });

  test('an authority that answers Bearer, or with the certificate of another, gets nothing printed', async () => {
    const bearer = await scene.tokenReply();
    for (const type of ['Bearer', 'mtls_pop']) {
      await scene.admin.fault({ service: 'mtls-sts', status: 200, body: { ...bearer, token_type: type }, times: 1 });
      const { code, stdout } = await token(...own);
      await scene.admin.clearFaults();
      assert.deepEqual([code, stdout], [1, ''], type);
    }
  });

  test('--dry-run says what the request is worth', async () => {
    const { code, stdout, stderr } = await call('/orders', ...mtls, ...own, '--dry-run');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /only on a connection that presents the certificate/);
    assert.match(stdout, /authorization: mtls_pop /);
  });

  test('whoever else may read the key is told of', { skip: process.platform === 'win32' }, async () => {
    const exposed = join(scene.folder, 'exposed.pem');
    await copyFile(own[3] ?? '', exposed);
    await chmod(exposed, 0o644);
    const [, certFile = ''] = own;
    assert.match((await token('--cert', certFile, '--cert-key', exposed)).stderr, /Run chmod 600/);
  });

  test('mistakes of the user are exit code 2', async () => {
    const [, certFile = '', , keyFile = ''] = own;
    const mistakes: readonly (readonly string[])[] = [
      [],
      ['--key', keyFile],
      ['--cert', certFile],
      ['--cert', certFile, '--key', other[3] ?? ''],
      [...own, '--cert-key', keyFile],
      [...own, '--new-key'],
      [...own, '--alg', 'ES256'],
      [...own, '--confirmation', 'jwk'],
      [...own, '--pfx', certFile],
      [...own, '--pfx-password-file', keyFile],
      ['--pfx', certFile],
      ['--pfx', certFile, '--key', keyFile],
    ];
    const outcomes = await Promise.all(mistakes.map((parameters) => token(...parameters)));
    for (const [index, { code, stdout, stderr }] of outcomes.entries()) {
      assert.deepEqual([code, stdout], [2, ''], `${mistakes[index]?.join(' ')}: ${stderr}`);
    }
    assert.match(outcomes[0]?.stderr ?? '', /mtls_pop binds to a certificate/);
  });
});

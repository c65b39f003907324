import assert from 'node:assert/strict';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { decodeCompactJws, type JsonObject } from '@holdfast/core';
import { assertShowsNoSecret, secret } from '@holdfast/testing';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { runBinary } from '../support/run-binary.ts';
import { openScene, type Scene } from '../support/scene.ts';

const scope = ['--scope', 'api://orders/.default'];

suite('holdfast token', () => {
  let scene: Scene;
  let data: readonly string[];
  let lines: CommandLines;
  before(async () => {
    lines = openCommandLines();
    scene = await openScene();
    data = ['--data', join(scene.folder, 'data')];
  });
  after(async () => {
    await lines.close();
    await scene.close();
  });

  const order = (...parameters: readonly string[]): readonly string[] => ['token', ...data, ...scope, ...parameters];
  const token = (...parameters: readonly string[]) => lines.run(order(...parameters));
  const claimsOf = (text: string): JsonObject => decodeCompactJws(text.trim()).payload;
  const fileName = (name: string): string => join(scene.folder, name);

  test('a token bound to a new key file: the token alone on stdout, the rest on stderr', async () => {
    const key = fileName('new.pem');
    const { code, stdout, stderr } = await runBinary(order('--key', key, '--new-key'));
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^[\w.-]+\n$/);
    const { cnf } = claimsOf(stdout) as { readonly cnf: { readonly kid: string } };
    assert.match(stderr, new RegExp(`bound to  ${cnf.kid} \\(cnf\\.kid\\)`));
    assert.match(stderr, /roles {5}Orders\.Read, Orders\.Write/);
    assert.ok(!stderr.includes(stdout.trim()));
    assert.equal((await stat(key)).mode & 0o777, 0o600);
  });

  test('the same key file gives tokens bound to the same key, in either form', async () => {
    const key = fileName('kept.pem');
    const first = claimsOf((await token('--key', key, '--new-key', '--alg', 'RS256')).stdout);
    const again = await token('--key', key, '--confirmation', 'jwk', '--json');
    const report = JSON.parse(again.stdout) as Readonly<Record<string, unknown>>;
    assert.deepEqual(first['cnf'], { kid: report['bindingThumbprint'] });
    assert.deepEqual(report['confirmedBy'], ['jwk']);
    assert.equal(report['tokenType'], 'pop');
    assert.equal(report['keyFile'], key);
    assert.equal(again.stderr, '');
  });

  test('a key file is never overwritten', async () => {
    const key = fileName('precious.pem');
    await writeFile(key, 'precious');
    const { code, stdout, stderr } = await token('--key', key, '--new-key');
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /never overwritten/);
    assert.equal(await readFile(key, 'utf8'), 'precious');
  });

  test('no key is made when something else is missing', async () => {
    const key = fileName('not-made.pem');
    const { code } = await lines.run(['token', ...data, '--key', key, '--new-key']);
    assert.equal(code, 2);
    await assert.rejects(stat(key));
  });

  test('whoever asks for bearer is told what it is', async () => {
    const { code, stdout, stderr } = await token('--scheme', 'bearer');
    assert.equal(code, 0);
    assert.equal(claimsOf(stdout)['cnf'], undefined);
    assert.match(stderr, /anybody’s hands/);
  });

  test('a secret from stdin, an authority by flag, and nothing from elsewhere', async () => {
    const { tenantId, clientId, secret: clientSecret = '' } = scene.holdfast.application('daemon');
    const { sts, caFile } = scene.holdfast.ready;
    const parameters = [
      'token',
      ...scope,
      '--authority',
      `${sts}/${tenantId}`,
      '--ca',
      caFile,
      '--client-id',
      clientId,
    ];
    const given = await runBinary([...parameters, '--client-secret-file', '-', '--scheme', 'bearer'], {
      input: `${clientSecret}\n`,
    });
    assert.equal(given.code, 0, given.stderr);
    // The environment has a credential, meant for another authority: it is not sent there.
    const environment = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret };
    const missing = await lines.run([...parameters, '--scheme', 'bearer'], { environment });
    assert.equal(missing.code, 2);
    assert.match(missing.stderr, /exactly one credential/);
  });

  test('a certificate, and the environment of the Azure SDKs', async () => {
    const { tenantId, clientId, certFile = '', keyFile = '' } = scene.holdfast.application('daemon');
    const { sts, trustFile } = scene.holdfast.ready;
    const both = fileName('both.pem');
    await writeFile(both, `${await readFile(certFile, 'utf8')}${await readFile(keyFile, 'utf8')}`);
    const environment = {
      AZURE_AUTHORITY_HOST: sts,
      AZURE_TENANT_ID: tenantId,
      AZURE_CLIENT_ID: clientId,
      AZURE_CLIENT_CERTIFICATE_PATH: both,
      NODE_EXTRA_CA_CERTS: trustFile,
    };
    const bySdk = await runBinary(['token', ...scope, '--scheme', 'bearer'], { environment });
    assert.equal(bySdk.code, 0, bySdk.stderr);
    const byFlag = await token('--cert', certFile, '--cert-key', keyFile, '--scheme', 'bearer');
    assert.equal(claimsOf(byFlag.stdout)['azpacr'], '2', byFlag.stderr);
  });

  test('a refusal: what the authority says, exit code 1, no token and no secret', async () => {
    const file = fileName('wrong-secret');
    const wrong = 'a-secret-that-is-wrong-and-long';
    await writeFile(file, wrong);
    const plain = await runBinary(order('--client-secret-file', file));
    assert.deepEqual([plain.code, plain.stdout], [1, '']);
    assert.match(plain.stderr, /AADSTS7000215/);
    const json = await token('--client-secret-file', file, '--json');
    const report = JSON.parse(json.stdout) as Readonly<Record<string, unknown>>;
    assert.deepEqual([report['ok'], report['code']], [false, 'ERR_TOKEN_REQUEST_REFUSED']);
    assertShowsNoSecret([plain, json], [secret('client secret', wrong)]);
  });

  test('an authority that answers Bearer to pop gets nothing printed', async () => {
    const bearer = await scene.tokenReply();
    await scene.admin.fault({ status: 200, body: bearer, times: 1 });
    const { code, stdout, stderr } = await token();
    await scene.admin.clearFaults();
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /answered a request for a bound token with another token type/);
  });

  test('mistakes of the user are exit code 2', async () => {
    const mistakes: readonly (readonly string[])[] = [
      ['--scheme', 'peanut'],
      ['--scheme', 'bearer', '--key', 'x.pem'],
      ['--new-key'],
      ['--new-key', '--key', '-'],
      ['--claims', '{'],
      ['--key', fileName('nowhere.pem')],
      ['--alg', 'HS256'],
      ['--ca', fileName('data/env')],
    ];
    const outcomes = await Promise.all(mistakes.map((parameters) => token(...parameters)));
    for (const [index, { code, stdout, stderr }] of outcomes.entries()) {
      assert.deepEqual([code, stdout], [2, ''], `${mistakes[index]?.join(' ')}: ${stderr}`);
    }
  });

  test('a scheme that this client does not have is refused, not weakened', async () => {
    const { code, stdout } = await token('--scheme', 'dpop');
    assert.deepEqual([code, stdout], [1, '']);
  });

  test('beside a .holdfast folder no flag is needed, and without one the mend says what is', async () => {
    const path = join(scene.folder, 'beside');
    await mkdir(path);
    const lost = await lines.run(['token', ...scope, '--scheme', 'bearer'], { cwd: path });
    assert.equal(lost.code, 2);
    assert.match(lost.stderr, /Stand beside the \.holdfast folder/);
    await symlink(join(scene.folder, 'data'), join(path, '.holdfast'));
    const found = await runBinary(['token', ...scope, '--scheme', 'bearer'], { cwd: path });
    assert.equal(found.code, 0, found.stderr);
  });
});

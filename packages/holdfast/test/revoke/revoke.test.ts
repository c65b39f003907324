import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { assertShowsNoSecret, secret } from '@holdfast/testing';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { runBinary } from '../support/run-binary.ts';
import { openScene, type Scene } from '../support/scene.ts';

interface Entry {
  readonly ok: boolean;
  readonly kind: string;
  readonly value: string;
  readonly tenant?: string;
  readonly revokedAt: number;
  readonly claims?: object;
}

suite('holdfast revoke', () => {
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

  const revoke = (parameters: readonly string[], input?: string) =>
    lines.run(['revoke', ...data, ...parameters], { input });
  const entryOf = async (parameters: readonly string[], input?: string): Promise<Entry> => {
    const { code, stdout, stderr } = await revoke([...parameters, '--json'], input);
    assert.deepEqual([code, stderr], [0, '']);
    return JSON.parse(stdout) as Entry;
  };
  const token = async (...parameters: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await lines.run([
      'token',
      ...data,
      '--scope',
      'api://orders/.default',
      ...parameters,
    ]);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  const claimsOf = (text: string): Readonly<Record<string, unknown>> =>
    JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as Readonly<Record<string, unknown>>;

  test('by name, by id, by thumbprint: the entry, as the admin service answers it', async () => {
    const { clientId, certFile = '' } = scene.holdfast.application('daemon');
    const { objectId, clientId: identityId } = scene.holdfast.identity('worker');
    assert.equal((await entryOf(['--application', 'daemon'])).value, clientId);
    assert.equal((await entryOf(['--identity', identityId])).value, objectId);
    assert.match((await entryOf(['--user', 'ada@contoso.example'])).value, /^[0-9a-f-]{36}$/);
    assert.equal((await entryOf(['--uti', 'aBc-123_xyz'])).value, 'aBc-123_xyz');
    const { X509Certificate } = await import('node:crypto');
    const { fingerprint256 } = new X509Certificate(await readFile(certFile));
    const expected = Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const entry = await entryOf(['--x5t', fingerprint256, '--claims', claims]);
    assert.deepEqual([entry.ok, entry.kind, entry.value, entry.claims], [true, 'x5t', expected, JSON.parse(claims)]);
    const encoded = await entryOf(['--uti', 'aBc-123_xyz', '--claims', Buffer.from(claims).toString('base64')]);
    assert.deepEqual(encoded.claims, JSON.parse(claims));
  });

  test('revokes what was shown of a key, by the id of the attestation or of the key', async () => {
    const keyId = 'AB'.repeat(32);
    for (const [id, expected] of [
      ['jti-of-an-attestation', 'jti-of-an-attestation'],
      [keyId, keyId.toLowerCase()],
    ] as const) {
      const entry = await entryOf(['--attestation', id]);
      assert.deepEqual([entry.ok, entry.kind, entry.value], [true, 'attestation', expected]);
    }
    const said = await revoke(['--attestation', keyId]);
    assert.match(said.stdout, /no certificate that was issued for it gets a token\. The key may be attested anew/);
    assert.equal((await revoke(['--attestation', 'no id'])).code, 1);
  });

  test('by the token on stdin: its uti, or its key or certificate, and it shows nowhere', async () => {
    const key = join(scene.folder, 'key.pem');
    const bound = await token('--key', key, '--new-key');
    const { uti, cnf } = claimsOf(bound) as { readonly uti: string; readonly cnf: { readonly kid: string } };
    for (const [flags, kind, value] of [
      [['--token'], 'uti', uti],
      [['--token', '--key'], 'jkt', cnf.kid],
    ] as const) {
      const outcome = await runBinary(['revoke', ...data, ...flags, '--json'], { input: `${bound}\n` });
      const { kind: saidKind, value: saidValue } = JSON.parse(outcome.stdout) as Entry;
      assert.deepEqual([outcome.code, saidKind, saidValue], [0, kind, value]);
      assertShowsNoSecret(outcome, [secret('token', bound.trim())]);
    }
    const refused = await lines.run(['token', ...data, '--scope', 'api://orders/.default', '--key', key]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /AADSTS9900208|revoked/);
  });

  test('says in words for people what it means', async () => {
    const { code, stdout, stderr } = await runBinary(['revoke', ...data, '--application', 'daemon']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /^application [0-9a-f-]{36}: every token that was issued until \S+Z is revoked; a new one is not\. By \S+Z the last of them has expired\.\n$/,
    );
    assert.match((await revoke(['--uti', 'aBc-123_xyz'])).stdout, /this token is revoked/);
    assert.match(
      (await revoke(['--jkt', 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'])).stdout,
      /no other is ever issued for it/,
    );
  });

  test('what the authority does not know or take is refused: 1, with its words', async () => {
    const unknown = await runBinary(['revoke', ...data, '--application', 'nobody-of-this-name']);
    assert.deepEqual([unknown.code, unknown.stdout], [1, '']);
    assert.match(unknown.stderr, /Nobody in the directory has this name/);
    assert.equal(unknown.stderr.split('GET /directory').length, 2, 'what to do is said once');
    assert.doesNotMatch(unknown.stderr, /nobody-of-this-name/);
    const malformed = await revoke(['--x5t', 'deadbeef', '--json']);
    assert.equal(malformed.code, 1);
    assert.equal((JSON.parse(malformed.stdout) as { code: string }).code, 'ERR_ADMIN_DOOR_REFUSED');
  });

  test('a mistake in the command line is one: 2, and nothing is sent', async () => {
    const counters = async (): Promise<unknown> =>
      ((await (await scene.admin.request('/counters')).json()) as { services: { admin: Record<string, number> } })
        .services.admin['POST /revoke'];
    const before = await counters();
    const bearer = await token('--scheme', 'bearer');
    const noUti = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"aud":"x"}').toString('base64url')}.x`;
    const both = Buffer.from(
      JSON.stringify({
        cnf: {
          jkt: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
          'x5t#S256': 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
        },
      }),
    ).toString('base64url');
    const rows: readonly (readonly [readonly string[], string?])[] = [
      [[]],
      [['--application', 'daemon', '--uti', 'aBc-123_xyz']],
      [['--token', '--uti', 'aBc-123_xyz'], bearer],
      [['--key']],
      [['--application', 'daemon', '--key']],
      [['--application', 'daemon', '--claims', '{']],
      [['--application', 'daemon', '--claims', '[]']],
      [['--token', '--key'], bearer],
      [['--token'], ''],
      [['--token'], 'not a token'],
      [['--token'], 'a.b.c'],
      [['--token'], noUti],
      [['--token', '--key'], `e30.${both}.x`],
      [['--token', 'eyJhbGciOiJub25lIn0.marked.token']],
      [['--token=eyJhbGciOiJub25lIn0.marked.token']],
      [['--certificate', 'marked']],
    ];
    for (const [parameters, input] of rows) {
      const outcome = await revoke(parameters, input);
      assert.deepEqual([outcome.code, outcome.stdout], [2, ''], `${parameters.join(' ')}: ${outcome.stderr}`);
      assert.match(outcome.stderr, /^holdfast revoke: .+\n$/);
      assert.doesNotMatch(outcome.stderr, /marked|eyJ/);
    }
    assert.equal(await counters(), before);
    const stdinTwice = ['revoke', '--admin', scene.holdfast.ready.admin, '--admin-key-file', '-', '--token'];
    assert.equal((await runBinary(stdinTwice, { input: bearer })).code, 2);
    const nowhere = await lines.run(['revoke', '--data', join(scene.folder, 'nothing'), '--application', 'daemon']);
    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /No holdfast up runs/);
  });

  test('an answer that does not say that something is revoked is not taken for one that does', async (t) => {
    const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const admin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const order = ['revoke', '--admin', admin, '--admin-key-file', '-', '--uti', 'aBc-123_xyz'];
    const { code, stdout, stderr } = await runBinary(order, { input: 'a-key' });
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /^holdfast revoke: .+\n$/);
  });
});

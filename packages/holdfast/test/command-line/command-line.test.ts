import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, suite, test } from 'node:test';
import { assertShowsNoSecret, canary } from '@holdfast/testing';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { runBinary } from '../support/run-binary.ts';

const commands = ['up', 'demo', 'token', 'call', 'inspect', 'revoke', 'fault'];

suite('the command line', () => {
  let lines: CommandLines;
  before(() => {
    lines = openCommandLines();
  });
  after(() => lines.close());

  test('--version is the version of the package, and ends well', async () => {
    const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(manifest) as { readonly version: string };
    for (const flag of ['--version', '-V']) {
      const { code, stdout, stderr } = await runBinary([flag]);
      assert.deepEqual([code, stdout, stderr], [0, `${version}\n`, '']);
    }
  });

  test('--help lists every command, and each has help of its own within 80 columns', async () => {
    const { code, stdout } = await lines.run(['--help']);
    assert.equal(code, 0);
    for (const command of commands) {
      assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
      const help = await lines.run([command, '--help']);
      assert.equal(help.code, 0);
      assert.deepEqual(
        help.stdout.split('\n').filter((line) => line.length > 80),
        [],
      );
      assert.match(help.stdout, new RegExp(`^Usage: holdfast ${command} `));
    }
  });

  test('a mistake repeats no value, wherever it stands', async () => {
    const mistakes: readonly (readonly string[])[] = [
      [canary],
      ['token', `--${canary}`],
      ['token', '--client-secret', canary],
      ['fault', canary],
      ['fault', 'imds', canary],
      ['token', `--client-secret=${canary}`],
      ['token', canary],
      ['call', 'GET'],
      ['call', 'GET', 'https://localhost/', canary],
      ['call', 'GET', 'https://localhost/', '--max-time', canary],
      ['token', '--confirmation', canary],
      ['inspect', canary, canary],
      ['inspect', `-----BEGIN PRIVATE KEY-----\n${canary}`],
    ];
    for (const mistake of mistakes) {
      const outcome = await lines.run(mistake);
      assert.equal(outcome.code, 2, mistake.join(' '));
      assert.match(outcome.stderr, /is not understood/);
      assertShowsNoSecret(outcome);
    }
  });

  test('a mistake names its flag as the help does', async () => {
    const { code, stderr } = await lines.run(['up', '--redirect-uri', canary]);
    assert.equal(code, 2);
    assert.ok(
      stderr.includes("(option '--redirect-uri <app=uri>' takes another value. Write it as APP=URI, for"),
      stderr,
    );
  });

  test('with --json a mistake is a line for programs too', async () => {
    const { code, stdout } = await lines.run(['inspect', '--nonsense', '--json']);
    const report = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
    assert.deepEqual([code, report['ok'], report['code']], [2, false, 'ERR_COMMAND_LINE']);
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

const reporter = new URL('../compact-reporter.mjs', import.meta.url).href;

it('compact reporter: one line for each file, failures in full and once more in brief, the summary last', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-reporter-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const head = "import { describe, it } from 'node:test';\n";
  writeFileSync(
    join(folder, 'a.test.mjs'),
    `${head}it('fine', () => {});\nit('also fine', () => {});\nit.skip('later', () => {});\n`,
  );
  writeFileSync(
    join(folder, 'b.test.mjs'),
    `${head}describe('outer', () => {\n  it('bad', () => { throw new Error('planted' + 'x'.repeat(2000) + 'end'); });\n});\n`,
  );
  writeFileSync(join(folder, 'c.test.mjs'), "throw new Error('does not load');\n");
  // The outer runner marks its children; this one is a run of its own.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout, status } = spawnSync(
    process.execPath,
    [
      '--test',
      `--test-reporter=${reporter}`,
      '--test-reporter-destination=stdout',
      'a.test.mjs',
      'b.test.mjs',
      'c.test.mjs',
    ],
    { cwd: folder, encoding: 'utf8', env },
  );
  assert.equal(status, 1);
  assert.match(stdout, /^✔ a\.test\.mjs: 2 passed, 1 skipped \(\d/m);
  assert.match(stdout, /^✖ b\.test\.mjs: 0 passed, 1 failed \(\d/m);
  assert.match(stdout, /✖ outer › bad \(\d+ ms\)\n {2}b\.test\.mjs:3\n {4}Error: plantedx{2000}end\n/);
  assert.match(stdout, /does not load/);
  assert.match(
    stdout,
    /\nfailing tests:\n✖ b\.test\.mjs:3 {2}outer › bad\n {4}Error: plantedx{1000,1600}\n {4}… \d+ more characters\n✖ c\.test\.mjs:1 {2}c\.test\.mjs\n(?: {4}.*\n)+\nℹ tests 5\n/,
  );
  assert.match(stdout, /\nℹ fail 2\n(?:ℹ .*\n)*ℹ duration_ms .*\n$/);
  assert.doesNotMatch(stdout.slice(0, stdout.indexOf('c.test.mjs')), /node:internal/);
});

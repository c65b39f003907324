import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';

const watch = new URL('../end-stuck-tests.mjs', import.meta.url).href;

it('a test file that leaves something open fails by name, and the others are run to their end', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-stuck-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const head = "import { createServer } from 'node:net';\nimport { it } from 'node:test';\n";
  writeFileSync(join(folder, 'a.test.mjs'), `${head}it('leaves a server', () => void createServer().listen(0));\n`);
  writeFileSync(join(folder, 'b.test.mjs'), `${head}it('is fine', () => {});\n`);
  // The outer runner marks its children; this one is a run of its own.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout, status } = spawnSync(
    process.execPath,
    [`--import=${watch}`, '--test', '--test-reporter=tap', 'a.test.mjs', 'b.test.mjs'],
    { cwd: folder, encoding: 'utf8', env: { ...env, HOLDFAST_STUCK_MS: '1000' } },
  );
  assert.equal(status, 1);
  assert.match(stdout, /no test ended for 1 seconds; still open: .*TCPServerWrap/);
  assert.match(stdout, /^not ok \d+ - a\.test\.mjs$/m);
  assert.match(stdout, /ok \d+ - is fine/);
  assert.match(stdout, /^# fail 1$/m);
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { copyRepository } from './copied-repository.ts';

describe('npm run check', () => {
  it('reports each check by name, and fails with a mend when one fails', (t) => {
    const { status, stdout, stderr } = check(t, ['text', 'floors']);
    assert.equal(status, 1);
    assert.match(stdout, /^✔ text \(\d+\.\d s\)\n {2}3 files$/m);
    assert.match(stdout, /^✖ floors \(\d+\.\d s\)\n {2}base imports jws\n {2}mend: Move the code down a floor/m);
    assert.equal(stderr, 'checks failed: floors\n');
  });

  it('passes when all pass', (t) => {
    assert.equal(check(t, ['text']).status, 0);
  });

  it('refuses a check that does not exist', (t) => {
    const { status, stderr } = check(t, ['flors']);
    assert.equal(status, 2);
    assert.match(stderr, /^no such check: flors\. There are: build, /);
  });
});

function check(t: TestContext, names: readonly string[]) {
  const folder = copyRepository(t, 'check.mjs');
  writeFileSync(join(folder, 'tools/check-text.ts'), "console.log('3 files');\n");
  writeFileSync(join(folder, 'tools/check-floors.ts'), "console.log('base imports jws');\nprocess.exitCode = 1;\n");
  return spawnSync(process.execPath, [join(folder, 'tools/check.mjs'), ...names], { encoding: 'utf8' });
}

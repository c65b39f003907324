import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { repositoryRoot } from '../report/run-check.ts';

/**
 * Makes a small repository around one script of `tools`: scripts take the folder above them for the root, so a copy finds its
 * pinned Node (this one) and everything else there. It is gone after the test.
 */
export function copyRepository(t: TestContext, script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-tools-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const path of ['tools/setup', `tools/${script}`]) {
    cpSync(join(repositoryRoot, path), join(folder, path), { recursive: true });
  }
  const binary = join(folder, 'node_modules/node/bin/node');
  mkdirSync(dirname(binary), { recursive: true });
  symlinkSync(process.execPath, binary);
  return folder;
}

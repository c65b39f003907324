import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes an empty folder outside of the repository: nothing of the workspace is found from there. The caller removes it. */
export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'holdfast-packed-'));
}

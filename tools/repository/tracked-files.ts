import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from './files.ts';

/** Files that are or would be committed; without git, all files outside of the usual produced folders. */
export function listTrackedFiles(root: string): readonly string[] {
  if (!existsSync(join(root, '.git'))) return listFiles(root, '');
  const { status, stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) return listFiles(root, '');
  // A file that was deleted and not yet committed is still listed.
  return stdout.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
}

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { listPackages, type WorkspacePackage } from '../../../tools/repository/packages.ts';

/** The packages that are published. */
export const publicPackages: readonly WorkspacePackage[] = listPackages(repositoryRoot).filter(
  ({ isPrivate }) => !isPrivate,
);

/** What `npm test` has left in dist, or somebody's older build, must not end up in a tarball. */
const leftOut = ['dist', 'node_modules', 'test'];

/**
 * Copies the public packages to a folder of their own and builds them there, from nothing.
 *
 * @returns the folder, inside the repository, so that the compiler finds other people's packages; the caller removes it
 */
export function buildCopy(): string {
  mkdirSync(join(repositoryRoot, '.check'), { recursive: true });
  const copy = mkdtempSync(join(repositoryRoot, '.check', 'packed-'));
  for (const file of ['tsconfig.base.json', 'tsconfig.json']) cpSync(join(repositoryRoot, file), join(copy, file));
  for (const { folder, name } of publicPackages) {
    const from = join(repositoryRoot, 'packages', folder);
    const to = join(copy, 'packages', folder);
    cpSync(from, to, { recursive: true, filter: (path) => !leftOut.some((part) => path === join(from, part)) });
    const link = join(copy, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(to, link, 'junction');
  }
  const builder = join(repositoryRoot, 'tools', 'build.mjs');
  // Whether the types are right, `npm run build` says of the same sources.
  const { status, stdout } = spawnSync(process.execPath, [builder, copy, '--noCheck'], { encoding: 'utf8' });
  if (status !== 0 || !existsSync(join(copy, 'packages', 'core', 'dist'))) throw new Error(`no build:\n${stdout}`);
  return copy;
}

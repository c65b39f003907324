import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Tarball } from './pack-all.ts';

/** What npm reads of a package before it installs it: names under which a lock file tells the same. */
const toldByLocks = [
  'version',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'bin',
  'engines',
];

/** A tarball, unpacked. */
export interface Unpacked {
  /** The folder that holds package.json. */
  readonly folder: string;
  /** Paths of all files in it, with slashes. */
  readonly files: readonly string[];
}

/** Reads what a tarball itself says about its package, as a lock file tells it. */
export function readLocked({ file }: Tarball): Readonly<Record<string, unknown>> {
  const { status, stdout, stderr } = spawnSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar did not find package.json in ${file}: ${stderr}`);
  const told = Object.entries(JSON.parse(stdout) as object).filter(([name]) => toldByLocks.includes(name));
  return { ...Object.fromEntries(told), resolved: `file:${file}` };
}

/** Unpacks a tarball below a folder. */
export function unpack({ folder: name, file }: Tarball, into: string): Unpacked {
  const target = join(into, name);
  mkdirSync(target, { recursive: true });
  const { status, stderr } = spawnSync('tar', ['-xzf', file, '-C', target], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`tar did not unpack ${file}: ${stderr}`);
  const folder = join(target, 'package');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) =>
    join(entry.parentPath, entry.name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  );
  return { folder, files: files.sort() };
}

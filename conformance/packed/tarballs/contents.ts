import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Tarball } from './pack-all.ts';

/** A tarball, unpacked. */
export interface Unpacked {
  /** The folder that holds package.json. */
  readonly folder: string;
  /** Paths of all files in it, with slashes. */
  readonly files: readonly string[];
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

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const skipped = ['node_modules', 'dist', '.git', '.check'];

/** Paths of all files under `folder` (itself given from `root`), with slashes and from `root`, sorted; a missing folder has none. */
export function listFiles(root: string, folder: string): readonly string[] {
  return entries(join(root, folder))
    .filter((entry) => !skipped.includes(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? listFiles(root, path) : [path];
    })
    .sort();
}

/** The text of a file given from `root`. */
export function readText(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

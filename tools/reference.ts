/** `npm run reference`: writes the pages of docs/api from the docstrings, and removes those whose door is gone. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildReference, referenceFolder } from './reference/pages.ts';
import { repositoryRoot } from './report/run-check.ts';
import { listFiles } from './repository/files.ts';

/** Writes the reference of the repository at `root`. */
export async function writeReference(root: string): Promise<void> {
  const pages = await buildReference(root);
  mkdirSync(join(root, referenceFolder), { recursive: true });
  for (const file of listFiles(root, referenceFolder)) if (!pages.has(file)) rmSync(join(root, file));
  for (const [file, text] of pages) writeFileSync(join(root, file), text);
}

if (import.meta.main) await writeReference(repositoryRoot);

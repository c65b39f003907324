import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { unportable } from './unportable.ts';

/** Every test file of the packages that promise to run anywhere. */
export function listSuiteFiles(): readonly string[] {
  return ['core', 'oauth']
    .flatMap((name) => globSync(`packages/${name}/test/**/*.test.ts`, { cwd: repositoryRoot }))
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/** Those of them that run outside of Node. */
export function listPortableFiles(): readonly string[] {
  const staying = unportable.map(({ file }) => file);
  return listSuiteFiles().filter((file) => !staying.includes(file));
}

/** Entries of the list of exceptions that have lost their file or their reason. */
export function staleExceptions(): readonly string[] {
  const files = listSuiteFiles();
  return unportable
    .filter(
      ({ file, needs }) => !files.includes(file) || !readFileSync(join(repositoryRoot, file), 'utf8').includes(needs),
    )
    .map(({ file, needs }) => `${file}: ${needs}`);
}

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../../../tools/report/run-check.ts';

interface Npm {
  readonly askNpm: (
    folder: string,
    parameters: readonly string[],
  ) => Promise<{ readonly code: number; readonly said: string }>;
}

// Set-up is plain JavaScript, which the compiler does not read.
const module = pathToFileURL(join(repositoryRoot, 'tools', 'setup', 'npm.mjs')).href;

/** Runs npm in a folder, without the settings of the npm around it, and gives its exit code and its errors. */
export const { askNpm } = (await import(module)) as Npm;

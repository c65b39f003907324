import { globSync } from 'node:fs';
import { repositoryRoot } from '../../../tools/report/run-check.ts';

const surroundings = 'conformance/browsers/suite/surroundings.page.ts';

/** The suites that run in pages, from the root of the repository. */
export function listPageSuites(): readonly string[] {
  return [surroundings, ...list('packages/browser/test/**/*.page.ts')];
}

/** The programs of other pages that these suites open, as popups and in frames: `test/a/b.document.ts` is at `/a/b`. */
export function listDocuments(): ReadonlyMap<string, string> {
  const files = list('packages/browser/test/**/*.document.ts');
  return new Map(files.map((file) => [file.slice('packages/browser/test'.length, -'.document.ts'.length), file]));
}

function list(pattern: string): readonly string[] {
  return globSync(pattern, { cwd: repositoryRoot })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

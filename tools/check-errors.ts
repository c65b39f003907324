/** Check "errors": every code is well worded, used, and on the page docs/errors.md. With --write, writes that page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogFaults } from './errors/catalog-faults.ts';
import { isCatalog, readCatalogs } from './errors/catalogs.ts';
import { buildErrorsPage } from './errors/errors-page.ts';
import { repositoryRoot, runCheck } from './report/run-check.ts';
import type { Findings, Violation } from './report/violation.ts';
import { listFiles, readText } from './repository/files.ts';
import { listPackages, listSources } from './repository/packages.ts';

const page = 'docs/errors.md';

/** Runs the check over the repository at `root`. */
export async function checkErrors(root: string): Promise<Findings> {
  const catalogs = await readCatalogs(root);
  const users = listPackages(root)
    .flatMap(({ folder }) => listSources(root, folder))
    .filter((file) => !isCatalog(file))
    .map((file) => ({ file, text: readText(root, file) }));
  const codes = catalogs.reduce((sum, { entries }) => sum + entries.length, 0);
  return {
    violations: [...catalogFaults(catalogs, users), ...pageFaults(root, buildErrorsPage(catalogs))],
    figures: `${codes} codes`,
  };
}

/** Writes docs/errors.md from the catalogues. */
export async function writeErrorsPage(root: string): Promise<void> {
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, page), buildErrorsPage(await readCatalogs(root)));
}

function pageFaults(root: string, wanted: string): readonly Violation[] {
  const written = listFiles(root, 'docs').includes(page) ? readText(root, page) : '';
  if (written === wanted) return [];
  return [
    {
      file: page,
      fault: 'is not what the catalogues say',
      mend: 'Run node --conditions=source tools/check-errors.ts --write',
    },
  ];
}

if (import.meta.main) {
  if (process.argv.includes('--write')) await writeErrorsPage(repositoryRoot);
  await runCheck(checkErrors);
}

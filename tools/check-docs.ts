/** Check "docs": every public export says what it is, and every TypeScript example compiles. */
import { compileFences } from './docs/compile-fences.ts';
import { docstringFaults } from './docs/docstrings.ts';
import { findFences } from './docs/fences.ts';
import { listPublicExports, openDoors } from './docs/public-exports.ts';
import { runCheck } from './report/run-check.ts';
import type { Findings } from './report/violation.ts';
import { listFiles, readText } from './repository/files.ts';
import { listPackages, listSources } from './repository/packages.ts';

/** Runs the check over the repository at `root`. */
export function checkDocs(root: string): Findings {
  const exported = listPublicExports(openDoors(root));
  const fences = shownFiles(root).flatMap((file) => findFences(file, readText(root, file)));
  return {
    violations: [...exported.flatMap((one) => docstringFaults(root, one)), ...compileFences(fences)],
    figures: `${exported.length} public exports, ${fences.length} examples`,
  };
}

function shownFiles(root: string): readonly string[] {
  const pages = listFiles(root, '').filter((file) => /^(?:[^/]+|docs\/.+|packages\/[^/]+\/[^/]+)\.md$/.test(file));
  return [...pages, ...listPackages(root).flatMap(({ folder }) => listSources(root, folder))];
}

if (import.meta.main) await runCheck(checkDocs);

/** Check "docs": everything public says what it is and what it throws, those who need an example have one, and every example compiles. */
import { compileFences } from './docs/compile-fences.ts';
import { docstringFaults } from './docs/docstring-faults.ts';
import { doorDocFaults } from './docs/door-faults.ts';
import { type Fence, findFences } from './docs/fences.ts';
import { linkFaults } from './docs/link-faults.ts';
import { memberFaults } from './docs/member-faults.ts';
import { proseFaults } from './docs/prose-faults.ts';
import { listPublicExports, type OpenDoors, openDoors } from './docs/public-exports.ts';
import { throwsFaults } from './docs/throws-faults.ts';
import { typeFaults } from './docs/type-faults.ts';
import { readCatalogs } from './errors/catalogs.ts';
import { runCheck } from './report/run-check.ts';
import type { Findings, Violation } from './report/violation.ts';
import { listFiles, readText } from './repository/files.ts';
import { listPackages, listSources } from './repository/packages.ts';

/** Runs the check over the repository at `root`. */
export async function checkDocs(root: string): Promise<Findings> {
  const all = openDoors(root);
  const fences = shownFiles(root).flatMap((file) => findFences(file, readText(root, file)));
  const exported = listPublicExports(all).length;
  return {
    violations: [...(await wordFaults(root, all, fences)), ...compileFences(distinct(fences))],
    figures: `${all.doors.length} doors, ${exported} public exports, ${fences.length} examples`,
  };
}

/** Everything that is found without the compiler. */
export async function wordFaults(
  root: string,
  all: OpenDoors,
  fences: readonly Fence[],
): Promise<readonly Violation[]> {
  const exported = listPublicExports(all);
  return [
    ...all.doors.flatMap(doorDocFaults),
    ...exported.flatMap((one) => [...docstringFaults(root, one), ...memberFaults(root, one)]),
    ...linkFaults(root, all),
    ...typeFaults(root, all),
    ...throwsFaults(root, all, await readCatalogs(root)),
    ...proseFaults(root, all, fences),
  ];
}

function shownFiles(root: string): readonly string[] {
  const pages = listFiles(root, '').filter((file) => /^(?:[^/]+|docs\/.+|packages\/[^/]+\/[^/]+)\.md$/.test(file));
  return [...listPackages(root).flatMap(({ folder }) => listSources(root, folder)), ...pages];
}

// The reference repeats the examples of the sources; what it repeats unchanged is compiled once, where it was written.
function distinct(fences: readonly Fence[]): readonly Fence[] {
  const seen = new Map<string, Fence>();
  for (const fence of fences) if (!seen.has(fence.code.trim())) seen.set(fence.code.trim(), fence);
  return [...seen.values()];
}

if (import.meta.main) await runCheck(checkDocs);

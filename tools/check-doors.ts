/** Check "doors": package.json, files, compiler references and contract suites agree; an index fits on one screen. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { contractFaults } from './doors/contract-suites.ts';
import { doorFaults } from './doors/door-files.ts';
import { linkFaults } from './doors/workspace-links.ts';
import { readFloorPlan } from './floors/floor-plan.ts';
import { runCheck } from './report/run-check.ts';
import type { Findings, Violation } from './report/violation.ts';
import { listPackages, type WorkspacePackage } from './repository/packages.ts';
import { exportedNames } from './syntax/exported-names.ts';

/** Names that fit on one screen. */
const indexBudget = 60;

/** Runs the check over the repository at `root`. */
export function checkDoors(root: string): Findings {
  const packages = listPackages(root);
  const published = packages.filter(({ isPrivate }) => !isPrivate);
  const violations = [
    ...published.flatMap((one) => doorFaults(root, one)),
    ...linkFaults(root, packages),
    ...published.flatMap((one) => indexFaults(root, one)),
    ...contractFaults(root, readFloorPlan(root).ports),
  ];
  const figures = published.map((one) => `${one.folder} ${indexNames(root, one).length}`).join(', ');
  return { violations, figures: `names at the root index: ${figures}` };
}

function indexNames(root: string, { folder }: WorkspacePackage): readonly string[] {
  const index = `packages/${folder}/src/index.ts`;
  return existsSync(join(root, index)) ? [...new Set(exportedNames(root, index))] : [];
}

function indexFaults(root: string, one: WorkspacePackage): readonly Violation[] {
  const { length } = indexNames(root, one);
  if (length <= indexBudget) return [];
  return [
    {
      file: `packages/${one.folder}/src/index.ts`,
      fault: `exports ${length} names, budget ${indexBudget}`,
      mend: 'Give a subject its own door, or keep names inside',
    },
  ];
}

if (import.meta.main) await runCheck(checkDoors);

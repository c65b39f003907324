/** Check "doors": package.json, files, compiler references and contract suites agree; an index fits on one screen. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { contractFaults } from './doors/contract-suites.ts';
import { doorFaults } from './doors/door-files.ts';
import { lockFaults } from './doors/lock-file.ts';
import { linkFaults } from './doors/workspace-links.ts';
import { readFloorPlan } from './floors/floor-plan.ts';
import { runCheck } from './report/run-check.ts';
import type { Findings, Violation } from './report/violation.ts';
import { listPackages, type WorkspacePackage } from './repository/packages.ts';
import { exportedNames } from './syntax/exported-names.ts';

/** What fits on one screen. Types and errors are not counted: readers meet them in the functions they belong to. */
const indexBudget = 60;

/** Runs the check over the repository at `root`. */
export function checkDoors(root: string): Findings {
  const packages = listPackages(root);
  const published = packages.filter(({ isPrivate }) => !isPrivate);
  const violations = [
    ...published.flatMap((one) => doorFaults(root, one)),
    ...linkFaults(root, packages),
    ...lockFaults(root),
    ...published.flatMap((one) => indexFaults(root, one)),
    ...contractFaults(root, readFloorPlan(root).ports),
  ];
  const figures = published.map((one) => `${one.folder} ${countedNames(root, one)}`).join(', ');
  return { violations, figures: `values at the root index: ${figures}` };
}

function countedNames(root: string, { folder }: WorkspacePackage): number {
  const index = `packages/${folder}/src/index.ts`;
  if (!existsSync(join(root, index))) return 0;
  const counted = exportedNames(root, index).filter(
    ({ typeOnly, origin }) => !typeOnly && !origin.includes('/errors/'),
  );
  return new Set(counted.map(({ name }) => name)).size;
}

function indexFaults(root: string, one: WorkspacePackage): readonly Violation[] {
  const count = countedNames(root, one);
  if (count <= indexBudget) return [];
  return [
    {
      file: `packages/${one.folder}/src/index.ts`,
      fault: `exports ${count} values, budget ${indexBudget}`,
      mend: 'Give a subject its own door, or keep names inside',
    },
  ];
}

if (import.meta.main) await runCheck(checkDoors);

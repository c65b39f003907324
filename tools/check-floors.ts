/** Check "floors": imports go down, rooms have names and floors, and few files do the few special things. */
import { readFloorPlan } from './floors/floor-plan.ts';
import { habitFaults } from './floors/habits.ts';
import { importsThatDoNotGoDown } from './floors/imports-go-down.ts';
import { roomNameFaults } from './floors/room-names.ts';
import { valueCycles } from './floors/value-cycles.ts';
import { runCheck } from './report/run-check.ts';
import type { Findings } from './report/violation.ts';
import { listPackages, listSources, listTests } from './repository/packages.ts';
import { listImports } from './syntax/imports.ts';
import { parseFile } from './syntax/parse.ts';

/** Runs the check over the repository at `root`. */
export function checkFloors(root: string): Findings {
  const plan = readFloorPlan(root);
  const packages = listPackages(root);
  const files = packages.flatMap(({ folder }) => listSources(root, folder));
  const sources = files.map((file) => parseFile(root, file));
  const importing = sources.map((source) => ({ file: source.fileName, imports: listImports(source) }));
  return {
    violations: [
      ...roomNameFaults([...files, ...listTests(root)], plan),
      ...importsThatDoNotGoDown(importing, { plan, packages }),
      ...valueCycles(importing),
      ...sources.flatMap((source) => habitFaults(source, plan)),
    ],
  };
}

if (import.meta.main) await runCheck(checkFloors);

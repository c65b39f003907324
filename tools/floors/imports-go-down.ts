import { builtinModules } from 'node:module';
import type { Violation } from '../report/violation.ts';
import type { WorkspacePackage } from '../repository/packages.ts';
import { type Import, resolveRelative } from '../syntax/imports.ts';
import { type FloorPlan, type Place, placeOf } from './floor-plan.ts';

/** One source file with what it imports. */
export interface ImportingFile {
  readonly file: string;
  readonly imports: readonly Import[];
}

interface Question {
  readonly file: string;
  readonly from: Place;
  readonly asked: Import;
  readonly plan: FloorPlan;
  readonly packages: readonly WorkspacePackage[];
}

/** Every import that goes up or sideways, leaves its package by path, or asks for what package.json does not declare. */
export function importsThatDoNotGoDown(
  files: readonly ImportingFile[],
  house: { readonly plan: FloorPlan; readonly packages: readonly WorkspacePackage[] },
): readonly Violation[] {
  return files.flatMap(({ file, imports }) => {
    const from = placeOf(file);
    return from === undefined ? [] : imports.flatMap((asked) => judge({ file, from, asked, ...house }) ?? []);
  });
}

function judge(question: Question): Violation | undefined {
  const verdict = judgeRelative(question) ?? judgeByName(question);
  return verdict === undefined ? undefined : { file: question.file, line: question.asked.line, ...verdict };
}

type Verdict = Pick<Violation, 'fault' | 'mend'> | undefined;

function judgeRelative({ file, from, asked, plan }: Question): Verdict {
  const target = resolveRelative(file, asked.specifier);
  if (target === undefined) return undefined;
  const to = placeOf(target);
  if (to === undefined || to.packageFolder !== from.packageFolder) {
    return { fault: `imports ${target}, outside its package`, mend: 'Import other packages by name' };
  }
  if (to.isIndex) return { fault: 'imports the index of its own package', mend: 'Import the room itself' };
  if (from.isIndex || to.room === from.room) return undefined;
  const rooms = plan.packages[from.packageFolder]?.rooms ?? {};
  const [fromFloor, toFloor] = [rooms[from.room], rooms[to.room]];
  // A room without a floor is reported once, as a folder.
  if (fromFloor === undefined || toFloor === undefined || toFloor < fromFloor) return undefined;
  return {
    fault: `${from.room} (floor ${fromFloor}) imports ${to.room} (floor ${toFloor})`,
    mend: 'Imports go down: move what is shared to a lower room, or assemble it one floor up',
  };
}

function judgeByName(question: Question): Verdict {
  const { from, asked, plan, packages } = question;
  if (asked.specifier.startsWith('.') || resolveRelative(question.file, asked.specifier) !== undefined)
    return undefined;
  if (isBuiltin(asked.specifier)) return judgeBuiltin(question);
  const own = packages.find((one) => one.folder === from.packageFolder);
  const wanted = nameOf(asked.specifier);
  if (wanted === own?.name) return { fault: 'imports its own package by name', mend: 'Import the room itself' };
  if (own?.dependencies[wanted] === undefined) {
    return {
      fault: `imports ${wanted}, which its package.json does not declare`,
      mend: 'Declare the dependency or do without',
    };
  }
  const other = packages.find((one) => one.name === wanted);
  const [fromFloor, toFloor] = [plan.packages[from.packageFolder]?.floor, other && plan.packages[other.folder]?.floor];
  if (fromFloor === undefined || toFloor === undefined || toFloor < fromFloor) return undefined;
  return {
    fault: `package ${from.packageFolder} (floor ${fromFloor}) imports ${wanted} (floor ${toFloor})`,
    mend: 'Packages import lower floors only',
  };
}

function judgeBuiltin({ file, from, asked, plan }: Question): Verdict {
  const allowed = plan.packages[from.packageFolder]?.node ?? 'any';
  if (
    allowed === 'node' ||
    (allowed !== 'any' && allowed.some((one) => one === from.room || file.endsWith(`/src/${one}`)))
  )
    return undefined;
  return {
    fault: `imports ${asked.specifier} in a room for any runtime`,
    mend: 'Use the web platform, or take the value as a port',
  };
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

function nameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { runProgram } from '../../portable/runtimes/node.ts';
import { doors } from './doors.ts';

/** Compilers that a consumer may have, the packages under which we have them, and what makes them take no more than one processor. */
const compilers = {
  'TypeScript 7': { name: 'typescript', flags: ['--singleThreaded'] },
  'TypeScript 5.9': { name: 'typescript-syntax', flags: [] },
} as const;

export type Compiler = keyof typeof compilers;

/** Which of the platform's types a consumer has. */
export interface Settings {
  readonly lib: readonly string[];
  readonly types: readonly string[];
}

/** A project of a consumer: a program that uses every door for which the settings have types. */
export interface Project {
  /** Name of its folder. */
  readonly name: string;
  readonly resolution: 'nodenext' | 'bundler';
  readonly settings: Settings;
  /** A program that is compiled beside the others. */
  readonly wrong?: string;
}

/**
 * Compiles projects in one process, which reads what they share once and is warm after the first of them.
 *
 * @returns what the compiler complains about in each, by its name
 */
export async function compile(
  folder: string,
  compiler: Compiler,
  projects: readonly Project[],
): Promise<ReadonlyMap<string, string>> {
  const { name, flags } = compilers[compiler];
  const place = join(folder, 'compiled', name);
  for (const project of projects) layOut(join(place, project.name), project);
  const program = join(repositoryRoot, 'node_modules', name, 'bin', 'tsc');
  const wanted = projects.map((project) => project.name);
  const parameters = [program, '--build', ...wanted, '--force', '--verbose', '--pretty', 'false', ...flags];
  const { code, stdout, stderr } = await runProgram(process.execPath, parameters, place);
  const complaints = readComplaints(stdout);
  const isTold = [...complaints.values()].some((text) => text !== '');
  // What belongs to no project, or was not understood here, is nobody's but ours.
  if (stderr !== '' || complaints.size !== projects.length || (code !== 0) !== isTold)
    throw new Error(`${compiler} ended with ${code}:\n${stdout}${stderr}`);
  return complaints;
}

function layOut(place: string, { resolution, settings, wrong }: Project): void {
  mkdirSync(place, { recursive: true });
  const isNode = settings.types.includes('node');
  const open = doors.filter(({ inBrowsers }) => isNode || inBrowsers);
  const lines = open.map(({ specifier }, index) => `export * as door${index} from '${specifier}';`);
  writeFileSync(join(place, 'doors.ts'), `${lines.join('\n')}\n`);
  if (isNode) cpSync(join(import.meta.dirname, 'flow.ts'), join(place, 'flow.ts'));
  if (wrong !== undefined) writeFileSync(join(place, 'wrong.ts'), wrong);
  const compilerOptions = {
    ...settings,
    ...(resolution === 'nodenext' ? { module: 'nodenext' } : { module: 'preserve', moduleResolution: 'bundler' }),
    target: 'es2023',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    // Everybody's types but the compiler's own.
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    noEmit: true,
  };
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
}

const remark = /^\d{1,2}:\d\d:\d\d(?: [AP]M)? - (.*)$/;

// The compiler says which project it builds, and complains of it before it says the next.
function readComplaints(told: string): ReadonlyMap<string, string> {
  const complaints = new Map<string, string>();
  let project: string | undefined;
  for (const line of told.split(/\r?\n/)) {
    const said = remark.exec(line)?.[1];
    const begun = /^Building project '.*?([\w.-]+)[/\\]tsconfig\.json'/.exec(said ?? '')?.[1];
    if (begun !== undefined) complaints.set(begun, '');
    if (said !== undefined) project = begun;
    else if (project !== undefined && line.trim() !== '')
      complaints.set(project, `${complaints.get(project)}${line}\n`);
  }
  return complaints;
}

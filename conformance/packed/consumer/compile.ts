import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import { runProgram } from '../../portable/runtimes/node.ts';
import { doors } from './doors.ts';

/** Compilers that a consumer may have, and the packages under which we have them. */
const compilers = { 'TypeScript 7': 'typescript', 'TypeScript 5.9': 'typescript-syntax' } as const;

export type Compiler = keyof typeof compilers;

/** Which of the platform's types a consumer has. */
export interface Settings {
  readonly lib: readonly string[];
  readonly types: readonly string[];
}

/** A consumer's compiler. */
export interface Compilation {
  readonly compiler: Compiler;
  readonly resolution: 'nodenext' | 'bundler';
  readonly settings: Settings;
  /** A program that is compiled beside the others. */
  readonly wrong?: string;
}

/** Compiles a program that uses every door for which the settings have types; gives what the compiler complains about. */
export async function compile(folder: string, { compiler, resolution, settings, wrong }: Compilation): Promise<string> {
  mkdirSync(join(folder, 'compiled'), { recursive: true });
  const place = mkdtempSync(join(folder, 'compiled', 'program-'));
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
  const program = join(repositoryRoot, 'node_modules', compilers[compiler], 'bin', 'tsc');
  const { code, stdout, stderr } = await runProgram(process.execPath, [program, '-p', place, '--pretty', 'false']);
  return code === 0 ? stdout : `${stdout}${stderr}`;
}

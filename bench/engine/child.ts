import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './machine.ts';

/** How a program of `bench/programs` is run. */
export interface ChildOptions {
  /** Parameters of the program. */
  readonly parameters?: readonly string[];
  /** Flags of Node beside `--conditions=source`. */
  readonly flags?: readonly string[];
}

/**
 * Runs a program in a process of its own, from source on this Node, and gives the JSON value it wrote to stdout.
 *
 * @param program - file name in `bench/programs`
 * @throws Error when it ends with another code than 0
 */
export async function runProgram(
  program: string,
  { parameters = [], flags = [] }: ChildOptions = {},
): Promise<unknown> {
  const file = join(root, 'bench', 'programs', program);
  const child = spawn(process.execPath, ['--conditions=source', ...flags, file, ...parameters], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return JSON.parse(Buffer.concat(output).toString());
}

/** Like {@link runProgram}, for a program that writes one number. */
export async function runMeasurement(program: string, options?: ChildOptions): Promise<number> {
  const value = await runProgram(program, options);
  if (typeof value !== 'number') throw new Error(`${program} wrote no number`);
  return value;
}

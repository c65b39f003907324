import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnvironment, commandLine } from './holdfast-process.ts';

/** How a run of the binary ended. */
export interface BinaryOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run is given beside its parameters. */
export interface BinaryOptions {
  /** Written to stdin, which is then closed; without it stdin is empty. */
  readonly input?: string | undefined;
  readonly cwd?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
}

/** Runs `bin/holdfast.mjs` to its end, as a shell would. */
export async function runBinary(parameters: readonly string[], options: BinaryOptions = {}): Promise<BinaryOutcome> {
  const child = spawn(process.execPath, [commandLine, ...parameters], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...binaryEnvironment(), ...options.environment },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  // A command that does not read its stdin may be gone before it was written.
  child.stdin.on('error', () => undefined).end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written };
}

/** The environment of a command: what the machine of a developer is set up for must not decide a test. */
export function binaryEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(cleanEnvironment()).filter(([name]) => !name.startsWith('AZURE_')));
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { keyStock, type RunOptions } from './holdfast-process.ts';
import { type BinaryOptions, type BinaryOutcome, binaryEnvironment } from './run-binary.ts';

/** How a command line ended. */
export interface CommandOutcome extends BinaryOutcome {
  readonly code: number;
  /** Ports that it left open. */
  readonly servers: number;
}

/** What is said to the program that runs them. */
export interface CommandLine extends BinaryOptions {
  readonly parameters: readonly string[];
}

/**
 * Runs command lines that end by themselves, all in one process of its own: starting one for each takes longer than the rest. What only a process
 * of its own can show, a variable that Node reads at its start or how the process itself ends, is for {@link runBinary}.
 */
export interface CommandLines {
  run(parameters: readonly string[], options?: BinaryOptions): Promise<CommandOutcome>;
  close(): Promise<void>;
}

/**
 * Starts the process that runs command lines.
 *
 * @param options - as {@link RunOptions} has them
 */
export function openCommandLines({ keysFromStock = false }: Pick<RunOptions, 'keysFromStock'> = {}): CommandLines {
  const script = fileURLToPath(new URL('./command-line-program.ts', import.meta.url));
  const stock = keysFromStock ? [`--import=${keyStock}`] : [];
  const child = spawn(process.execPath, ['--conditions=source', ...stock, script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: binaryEnvironment(),
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(parameters, options = {}) {
      const line: CommandLine = { parameters, ...options };
      child.stdin.write(`${JSON.stringify(line)}\n`);
      const { done, value } = await lines.next();
      if (done === true) throw new Error('the command line program ended early');
      return JSON.parse(value) as CommandOutcome;
    },
    async close() {
      child.stdin.end();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './holdfast-process.ts';

/** How a command line ended. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Ports that it left open. */
  readonly servers: number;
}

/** Runs command lines that end by themselves, all in one process of its own: starting one for each takes longer than the rest. */
export interface CommandLines {
  run(parameters: readonly string[]): Promise<CommandOutcome>;
  close(): Promise<void>;
}

export function openCommandLines(): CommandLines {
  const script = fileURLToPath(new URL('./command-line-program.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=source', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: cleanEnvironment(),
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(parameters) {
      child.stdin.write(`${JSON.stringify(parameters)}\n`);
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

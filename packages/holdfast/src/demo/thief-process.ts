import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ThiefReport, ThiefTask } from './loot.ts';

/** The thief as the stage sees it: hand over loot, read what it achieved. */
export interface ThiefProcess {
  attempt(task: ThiefTask): Promise<ThiefReport>;
  close(): Promise<void>;
}

/**
 * Starts the thief in a process of its own. It gets the certificate to trust the servers' TLS, as every client has, and an environment
 * without anything else.
 */
export function startThief(caFile: string): ThiefProcess {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const script = fileURLToPath(new URL(`./thief.${extension}`, import.meta.url));
  const child = spawn(
    process.execPath,
    [...process.execArgv.filter((flag) => flag.startsWith('--conditions')), script],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { NODE_EXTRA_CA_CERTS: caFile },
    },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async attempt(task) {
      child.stdin.write(`${JSON.stringify(task)}\n`);
      const line = await lines.next();
      if (line.done === true)
        throw new Error('The thief process ended early. Run the demo again with --json to see which act it was.');
      return JSON.parse(line.value) as ThiefReport;
    },
    async close() {
      child.stdin.end();
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

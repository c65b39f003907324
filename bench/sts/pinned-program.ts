import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Announcement } from './announcement.ts';
import type { LoadOrder, LoadReport } from './generate-load.ts';

/** A token server in a process of its own. */
export interface TokenServer extends Announcement {
  stop(): void;
}

/** The process that asks. */
export interface LoadGenerator {
  run(order: LoadOrder): Promise<LoadReport>;
  stop(): void;
}

/**
 * Starts a token server on some of the machine's cores and waits until it listens.
 *
 * @param program - file name in `bench/sts`, and its arguments
 * @param cores - as `taskset -c` takes them: `0`, or `0,1`
 * @throws Error when it ends before it listens
 */
export async function startTokenServer(program: readonly string[], cores: string): Promise<TokenServer> {
  const child = spawnPinned(program, cores, ['ignore', 'pipe', 'pipe']);
  const complaints: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk));
  const lines = createInterface(child.stdout ?? process.stdin);
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'close').then(() => Promise.reject(new Error(`${program[0]} ended: ${Buffer.concat(complaints)}`))),
  ])) as [string];
  return { ...(JSON.parse(line) as Announcement), stop: () => child.kill() };
}

/** Starts the process that asks. */
export function startLoadGenerator(cores: string): LoadGenerator {
  const child = spawnPinned(['generate-load.ts'], cores, ['ignore', 'inherit', 'inherit', 'ipc']);
  return {
    run: async (order) => {
      child.send(order);
      const [report] = (await once(child, 'message')) as [LoadReport];
      return report;
    },
    stop: () => child.kill(),
  };
}

function spawnPinned(program: readonly string[], cores: string, stdio: StdioOptions): ChildProcess {
  const [file = '', ...parameters] = program;
  const path = fileURLToPath(new URL(file, import.meta.url));
  return spawn('taskset', ['-c', cores, process.execPath, '--conditions=source', path, ...parameters], { stdio });
}

import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { answerOf, startPinned } from '../load/pinned-process.ts';
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
  const [file = '', ...parameters] = program;
  const child = startPinned({
    program: new URL(file, import.meta.url),
    parameters,
    cores,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints: Buffer[] = [];
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk));
  const lines = createInterface(child.stdout ?? process.stdin);
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'close').then(() => Promise.reject(new Error(`${file} ended: ${Buffer.concat(complaints)}`))),
  ])) as [string];
  return { ...(JSON.parse(line) as Announcement), stop: () => child.kill() };
}

/** Starts the process that asks. */
export function startLoadGenerator(cores: string): LoadGenerator {
  const program = new URL('generate-load.ts', import.meta.url);
  const child = startPinned({ program, cores, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return {
    run(order) {
      child.send(order);
      return answerOf<LoadReport>(child);
    },
    stop: () => child.kill(),
  };
}

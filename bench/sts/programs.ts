import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Announcement, TokenOrder } from './announcement.ts';
import type { LoadOrder, LoadReport } from './generate-load.ts';

/** A token server in a process of its own. */
export interface TokenServer {
  readonly name: string;
  readonly announcement: Announcement;
  readonly pid: number;
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
 * @param options - `cores` as `taskset -c` takes them, such as `0` or `0,1`; `flags` for Node itself
 */
export async function startTokenServer(options: {
  readonly name: string;
  readonly program: string;
  readonly argument?: string | undefined;
  readonly cores: string;
  readonly flags?: readonly string[] | undefined;
}): Promise<TokenServer> {
  const { name, program, argument, cores, flags = [] } = options;
  const args = [...flags, ...nodeArguments(program), ...(argument === undefined ? [] : [argument])];
  const child = spawn('taskset', ['-c', cores, process.execPath, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const first = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'close').then(() => Promise.reject(new Error(`${name} did not start`))),
  ]);
  return {
    name,
    announcement: JSON.parse(String(first[0])) as Announcement,
    pid: child.pid ?? 0,
    stop: () => end(child),
  };
}

/** Starts the process that asks. */
export function startLoadGenerator(cores: string): LoadGenerator {
  const child = spawn('taskset', ['-c', cores, process.execPath, ...nodeArguments('generate-load.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return {
    run: async (order) => {
      child.send(order);
      const [report] = (await once(child, 'message')) as [LoadReport];
      return report;
    },
    stop: () => end(child),
  };
}

/** Writes a whole request: the same lines for every server. */
export function writeRequest(port: number, { path, body }: TokenOrder): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: localhost:${port}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Accept: application/json',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function nodeArguments(program: string): readonly string[] {
  return ['--conditions=source', '--no-warnings', fileURLToPath(new URL(program, import.meta.url))];
}

function end(child: ChildProcess): void {
  child.kill();
}

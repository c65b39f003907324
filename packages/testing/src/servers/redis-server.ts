import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

/** A Redis of a test's own, on a Unix socket, without files. */
export interface RedisServer {
  readonly socketPath: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Why suites that need Redis are skipped, or false where it is installed. */
export const redisMissing: string | false =
  findProgram('redis-server') === undefined
    ? 'redis-server is not installed; run: apt-get install redis-server'
    : false;

/** Starts a Redis and waits until it listens. */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-redis-'));
  const socketPath = join(folder, 'redis.sock');
  const own = ['--port', '0', '--unixsocket', socketPath, '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', [...own, ...settings], { stdio: ['ignore', 'pipe', 'inherit'] });
  await ready(child);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  return { socketPath, kill: () => end('SIGKILL'), close: () => end('SIGTERM') };
}

async function ready(child: ChildProcess): Promise<void> {
  let log = '';
  for await (const chunk of child.stdout ?? []) {
    log += String(chunk);
    if (log.includes('eady to accept connections')) break;
  }
  // Read on, so that a full pipe never stops the server.
  child.stdout?.resume();
}

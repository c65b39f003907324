import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { LoadOrder, LoadReport, ServerOrder, ServerReport } from './orders.ts';

/** A server in a process of its own. */
export interface RouteServer {
  readonly port: number;
  /** Microseconds of processor time used since the last time it was asked. */
  readonly takeCpu: () => Promise<number>;
  readonly stop: () => void;
}

/** The process that asks. */
export interface RouteLoad {
  readonly run: (order: LoadOrder) => Promise<LoadReport>;
  readonly stop: () => void;
}

/** Whether servers and generator have a core each. */
export const isPinned: boolean =
  availableParallelism() > 1 && spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;

/** Starts a server on the first core. */
export async function startRouteServer(order: ServerOrder): Promise<RouteServer> {
  const child = start('serve-route.ts', 0);
  child.send(order);
  let { port, cpu } = await answerOf<ServerReport>(child);
  return {
    port,
    async takeCpu() {
      child.send('cpu');
      const before = cpu;
      ({ port, cpu } = await answerOf<ServerReport>(child));
      return cpu - before;
    },
    stop: () => void child.kill(),
  };
}

/** Starts the generator on the second core. */
export function startRouteLoad(): RouteLoad {
  const child = start('ask-route.ts', 1);
  return {
    run(order) {
      child.send(order);
      return answerOf<LoadReport>(child);
    },
    stop: () => void child.kill(),
  };
}

function start(program: string, core: number): ChildProcess {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const command = [process.execPath, '--conditions=source', '--no-warnings', file];
  const [name = '', ...parameters] = isPinned ? ['taskset', '-c', String(core), ...command] : command;
  return spawn(name, parameters, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = new AbortController();
  const end = once(child, 'exit', { signal: ended.signal }).then(() => {
    throw new Error('a process of the measurement ended');
  });
  end.catch(() => undefined);
  try {
    const [answer] = (await Promise.race([once(child, 'message', { signal: ended.signal }), end])) as [T];
    return answer;
  } finally {
    ended.abort();
  }
}

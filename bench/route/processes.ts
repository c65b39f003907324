import { answerOf, startPinned } from '../load/pinned-process.ts';
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

/** Starts a server on the first core. */
export async function startRouteServer(order: ServerOrder): Promise<RouteServer> {
  const child = start('serve-route.ts', '0');
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
  const child = start('ask-route.ts', '1');
  return {
    run(order) {
      child.send(order);
      return answerOf<LoadReport>(child);
    },
    stop: () => void child.kill(),
  };
}

function start(file: string, cores: string): ReturnType<typeof startPinned> {
  const program = new URL(file, import.meta.url);
  return startPinned({ program, cores, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

import type { RouteLoad, RouteServer } from './processes.ts';

/** A server that takes part, and what each of its rounds cost. */
export interface Entrant {
  readonly name: string;
  /** Microseconds of processor time for one request, round by round. */
  readonly processorTimes: readonly number[];
  /** Share of its time that the generator was busy, round by round. */
  readonly loads: readonly number[];
  /** Sends requests that are nobody's figure: the first ten thousand are slower than all others. */
  readonly warm: (requests: readonly string[]) => Promise<unknown>;
  /** Sends the requests, each once, and gives requests per second. */
  readonly run: (requests: readonly string[]) => Promise<number>;
  readonly stop: () => void;
}

const connections = 16;

/** Lets a server take part. Warm it first. */
export function createEntrant(
  server: RouteServer,
  { name, load }: { readonly name: string; readonly load: RouteLoad },
): Entrant {
  const processorTimes: number[] = [];
  const loads: number[] = [];
  const send = async (requests: readonly string[]): Promise<{ readonly seconds: number; readonly cpu: number }> => {
    const { seconds, cpu, failures } = await load.run({ port: server.port, requests, connections });
    if (failures > 0) throw new Error(`${name} refused ${failures} of ${requests.length} requests`);
    return { seconds, cpu };
  };
  return {
    name,
    processorTimes,
    loads,
    warm: send,
    async run(requests) {
      await server.takeCpu();
      const { seconds, cpu } = await send(requests);
      processorTimes.push((await server.takeCpu()) / requests.length);
      loads.push(cpu / seconds / 1e6);
      return requests.length / seconds;
    },
    stop: server.stop,
  };
}

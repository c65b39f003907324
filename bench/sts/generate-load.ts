// Asks one server over and over on kept-alive connections, each with one request under way, and counts. In its own process: what it costs
// is the same for everybody.
import { askInTurn, openConnection } from '../load/ask-in-turn.ts';
import { takeOrders } from '../load/take-orders.ts';

/** What to ask, and for how long. */
export interface LoadOrder {
  readonly port: number;
  readonly tls: boolean;
  /** A complete HTTP request. */
  readonly request: string;
  readonly connections: number;
  readonly seconds: number;
}

/** What came of it. */
export interface LoadReport {
  readonly perSecond: number;
  /** Milliseconds that 99 of 100 answers took at most. */
  readonly p99: number;
  /** Answers that were not 200. */
  readonly failures: number;
}

takeOrders(async (order: LoadOrder): Promise<LoadReport> => {
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => openConnection(order)));
  const request = Buffer.from(order.request);
  const latencies: number[] = [];
  let failures = 0;
  const start = performance.now();
  const end = start + order.seconds * 1000;
  const ask = (socket: (typeof sockets)[number]): Promise<void> => {
    let asked = 0;
    return askInTurn(socket, {
      next() {
        asked = performance.now();
        return asked < end ? request : undefined;
      },
      answered(isSuccess) {
        latencies.push(performance.now() - asked);
        if (!isSuccess) failures += 1;
      },
    });
  };
  await Promise.all(sockets.map(ask));
  const elapsed = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.destroy();
  latencies.sort((one, other) => one - other);
  const p99 = latencies[Math.floor(latencies.length * 0.99)] ?? Number.POSITIVE_INFINITY;
  return { perSecond: latencies.length / elapsed, p99, failures };
});

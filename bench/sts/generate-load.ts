// Asks one server over and over on kept-alive connections, each with one request under way, and counts. In its own process, and with
// hardly anything of its own to do: what it costs is the same for everybody.
import { connect, type Socket } from 'node:net';

/** What to ask, and for how long. */
export interface LoadOrder {
  readonly port: number;
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
  /** Answers that were not 200, and connections that ended. */
  readonly failures: number;
}

const success = Buffer.from('HTTP/1.1 200 ');
const headEnd = Buffer.from('\r\n\r\n');

process.on('message', (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.(report),
    () => process.exit(1),
  );
});

async function run({ port, request, connections, seconds }: LoadOrder): Promise<LoadReport> {
  const bytes = Buffer.from(request);
  const latencies: number[] = [];
  let failures = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.setNoDelay(true);
      let asked = 0;
      let received: Buffer = Buffer.alloc(0);
      const next = (): void => {
        asked = performance.now();
        if (asked < end) socket.write(bytes);
        else socket.end();
      };
      socket.once('connect', next);
      socket.on('data', (chunk: Buffer) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
        if (!isWhole(received)) return;
        latencies.push(performance.now() - asked);
        if (!received.subarray(0, success.length).equals(success)) failures += 1;
        received = Buffer.alloc(0);
        next();
      });
      onEnd(socket, (early) => {
        if (early) failures += 1;
        resolve();
      });
    });
  await Promise.all(Array.from({ length: connections }, ask));
  const elapsed = (performance.now() - start) / 1000;
  latencies.sort((one, other) => one - other);
  return {
    perSecond: latencies.length / elapsed,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.POSITIVE_INFINITY,
    failures,
  };

  function onEnd(socket: Socket, then: (early: boolean) => void): void {
    socket.once('error', () => undefined);
    socket.once('close', () => then(performance.now() < end));
  }
}

// Every contestant answers with Content-Length; no answer overlaps the next one, because none is asked for before.
function isWhole(received: Buffer): boolean {
  const head = received.indexOf(headEnd);
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, head + 2))?.[1];
  return length !== undefined && received.length >= head + headEnd.length + Number(length);
}

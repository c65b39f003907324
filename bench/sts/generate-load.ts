// Asks one server over and over on kept-alive connections, each with one request under way, and counts. In its own process, and with
// hardly anything of its own to do: what it costs is the same for everybody.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

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
  /** Answers that were not 200, and connections that ended by themselves. */
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

async function run(order: LoadOrder): Promise<LoadReport> {
  const sockets = await Promise.all(Array.from({ length: order.connections }, () => open(order)));
  const request = Buffer.from(order.request);
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + order.seconds * 1000;
  const failures = await Promise.all(sockets.map((socket) => ask(socket, { request, end, latencies })));
  const elapsed = (performance.now() - start) / 1000;
  latencies.sort((one, other) => one - other);
  return {
    perSecond: latencies.length / elapsed,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.POSITIVE_INFINITY,
    failures: failures.reduce((sum, count) => sum + count, 0),
  };
}

function open({ port, tls }: LoadOrder): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // Nothing is secret here, and nobody is trusted with anything: the certificate is not looked at.
    const socket = tls ? connectTls({ port, rejectUnauthorized: false }) : connect({ port, host: '127.0.0.1' });
    socket.setNoDelay(true).once('error', reject);
    socket.once(tls ? 'secureConnect' : 'connect', () => resolve(socket));
  });
}

/** Asks on one connection until the end, and counts what failed. */
function ask(
  socket: Socket,
  round: { readonly request: Buffer; readonly end: number; readonly latencies: number[] },
): Promise<number> {
  const { request, end, latencies } = round;
  return new Promise((resolve) => {
    let failures = 0;
    let asked = 0;
    let received: Buffer = Buffer.alloc(0);
    const next = (): void => {
      asked = performance.now();
      if (asked < end) socket.write(request);
      else socket.end();
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      if (!isWhole(received)) return;
      latencies.push(performance.now() - asked);
      if (!received.subarray(0, success.length).equals(success)) failures += 1;
      received = Buffer.alloc(0);
      next();
    });
    socket.once('close', () => resolve(performance.now() < end ? failures + 1 : failures));
    next();
  });
}

// Every contestant answers with Content-Length; no answer overlaps the next one, because none is asked for before.
function isWhole(received: Buffer): boolean {
  const head = received.indexOf(headEnd);
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, head + 2))?.[1];
  return length !== undefined && received.length >= head + headEnd.length + Number(length);
}

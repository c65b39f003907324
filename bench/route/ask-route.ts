// Sends requests that were prepared, each once, over kept-alive connections with one under way on each, and times the whole. In its own
// process, and with hardly anything of its own to do.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { LoadOrder, LoadReport } from './orders.ts';

const success = Buffer.from('HTTP/1.1 200 ');
const headEnd = Buffer.from('\r\n\r\n');

// Whoever started this is gone.
process.once('disconnect', () => process.exit());
process.on('message', (order: LoadOrder) => {
  run(order).then(
    (report) => process.send?.(report),
    () => process.exit(1),
  );
});

async function run({ port, requests, connections }: LoadOrder): Promise<LoadReport> {
  const prepared = requests.map((request) => Buffer.from(request, 'latin1'));
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let next = 0;
  let failures = 0;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let received: Buffer = Buffer.alloc(0);
          const ask = (): void => {
            const request = prepared[next++];
            if (request === undefined) resolve();
            else socket.write(request);
          };
          socket.on('data', (chunk: Buffer) => {
            received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
            if (!isWhole(received)) return;
            if (!received.subarray(0, success.length).equals(success)) failures += 1;
            received = Buffer.alloc(0);
            ask();
          });
          socket.on('close', () => reject(new Error('a connection ended')));
          ask();
        }),
    ),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const socket of sockets) socket.removeAllListeners('close').destroy();
  return { seconds, cpu: user + system, failures };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

// Every contestant answers with Content-Length, and no answer overlaps the next one, because none is asked for before.
function isWhole(received: Buffer): boolean {
  const head = received.indexOf(headEnd);
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, head + 2))?.[1];
  return length !== undefined && received.length >= head + headEnd.length + Number(length);
}

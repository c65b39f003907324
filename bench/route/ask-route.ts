// Sends requests that were prepared, each once, over kept-alive connections with one under way on each, and times the whole. In its own
// process.
import { askInTurn, openConnection } from '../load/ask-in-turn.ts';
import { takeOrders } from '../load/take-orders.ts';
import type { LoadOrder, LoadReport } from './orders.ts';

takeOrders(async ({ port, requests, connections }: LoadOrder): Promise<LoadReport> => {
  const prepared = requests.map((request) => Buffer.from(request, 'latin1'));
  const sockets = await Promise.all(Array.from({ length: connections }, () => openConnection({ port, tls: false })));
  let sent = 0;
  let failures = 0;
  const turns = {
    next: () => prepared[sent++],
    answered: (isSuccess: boolean) => {
      if (!isSuccess) failures += 1;
    },
  };
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(sockets.map((socket) => askInTurn(socket, turns)));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  for (const socket of sockets) socket.destroy();
  return { seconds, cpu: user + system, failures };
});

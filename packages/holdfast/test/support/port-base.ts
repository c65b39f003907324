import { once } from 'node:events';
import { createServer } from 'node:net';

const offsets = [43, 44, 80, 81, 82, 90, 91];
const addresses = ['127.0.0.1', '::1'];
// Below the range from which systems draw ports for outgoing connections.
const lowest = 15_000;
const highest = 31_000;

// A port of the base that no service has: who holds it has the base.
const heldOffset = 99;

/**
 * Finds a port base whose ports are free on both loopback addresses, for tests that start a second time on the same ports. No other test is given it
 * while this process lives.
 */
export async function findPortBase(): Promise<number> {
  for (;;) {
    const base = lowest + 100 * Math.floor((Math.random() * (highest - lowest)) / 100);
    if (!(await hold(base + heldOffset))) continue;
    const ports = offsets.flatMap((offset) => addresses.map((host) => ({ host, port: base + offset })));
    const free = await Promise.all(ports.map(isFree));
    if (free.every((one) => one)) return base;
  }
}

/** Holds a port of one loopback address until it is let go. */
export async function occupyPort(port: number, host = '127.0.0.1'): Promise<{ release(): Promise<void> }> {
  const server = createServer().listen({ host, port });
  await once(server, 'listening');
  return {
    async release() {
      server.close();
      await once(server, 'close');
    },
  };
}

async function hold(port: number): Promise<boolean> {
  const server = createServer().unref();
  server.listen({ host: '127.0.0.1', port });
  return once(server, 'listening').then(
    () => true,
    () => false,
  );
}

async function isFree({ host, port }: { readonly host: string; readonly port: number }): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ host, port, ipv6Only: true });
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ReadyLine } from './holdfast-process.ts';

const halfRequest =
  'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"half":';

/** Opens, at each service, every kind of connection that could hold up a server that wants to stop. */
export async function openConnections(ready: ReadyLine): Promise<{ close(): void }> {
  const ca = readFileSync(ready.caFile);
  const agent = new Agent({ ca, keepAlive: true, keepAliveMsecs: 60_000 });
  const secure = [ready.sts, ready.api];
  const sockets = await Promise.all([
    ...[...secure, ready.admin, ready.imds].map(openSilently),
    ...secure.map((origin) => openHalfRequest(openSecurely(origin, ca), 'secureConnect')),
    ...[ready.admin, ready.imds].map((origin) => openHalfRequest(openPort(origin), 'connect')),
    ...secure.map((origin) => keepAlive(origin, agent)),
  ]);
  return {
    close() {
      agent.destroy();
      for (const socket of sockets) socket?.destroy();
    },
  };
}

// To a TLS service this is a connection whose handshake never begins, which Node does not count among its connections.
async function openSilently(origin: string): Promise<Socket> {
  const socket = openPort(origin);
  await once(socket, 'connect');
  return socket;
}

async function openHalfRequest(socket: Socket, opened: string): Promise<Socket> {
  await once(socket, opened);
  await new Promise<void>((resolve) => socket.write(halfRequest, () => resolve()));
  return socket;
}

/** One complete exchange; the connection stays. */
async function keepAlive(origin: string, agent: Agent): Promise<undefined> {
  const request = get(`${origin}/nowhere`, { agent });
  const [response] = (await once(request, 'response')) as [NodeJS.ReadableStream];
  response.resume();
  await once(response, 'end');
}

function openPort(origin: string): Socket {
  return ignoreReset(connect(Number(new URL(origin).port), '127.0.0.1'));
}

function openSecurely(origin: string, ca: Buffer): Socket {
  return ignoreReset(
    connectTls({ port: Number(new URL(origin).port), host: '127.0.0.1', servername: 'localhost', ca }),
  );
}

// The server cutting us off is what the test is about.
function ignoreReset(socket: Socket): Socket {
  return socket.on('error', () => undefined);
}

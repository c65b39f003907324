import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { localhostCertificate } from '../../fixture/localhost-certificate.ts';

/** What the bytes travel in. */
export type Transport = 'http' | 'https' | 'h2';

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that listens on loopback. */
export interface Served {
  readonly port: number;
  readonly close: () => Promise<void>;
}

// Clients are asked for a certificate and may go without; whose it is the token says.
const mutual = { requestCert: true, rejectUnauthorized: false, ca: [] as string[] };

/** Makes a server of Node's, as the owner of an API would. */
export function makeServer(transport: Transport, listener: Listener): Server {
  if (transport === 'http') return createServer(listener);
  const { certificate: cert, privateKey: key } = localhostCertificate;
  if (transport === 'https') return createTlsServer({ cert, key, ...mutual }, listener);
  return createSecureServer({ cert, key, ...mutual }, listener as never);
}

/** Listens on a free port; closing ends the connections that are left. */
export async function listen(server: Server): Promise<Served> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => void sockets.add(socket.once('close', () => sockets.delete(socket)));
  server.on('connection', keep);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Server as NetServer } from 'node:net';

/** A server on loopback. */
export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

/** How a server is served. */
export interface ServeOptions {
  /** Certificate and key: https, else http. */
  readonly tls?: ServerOptions | undefined;
  /** Any free one unless told. */
  readonly port?: number | undefined;
}

/** Serves requests on loopback. */
export async function serve(answer: RequestListener, { tls, port }: ServeOptions = {}): Promise<LoopbackServer> {
  const server: Server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  return listen(server, { closeAll: () => server.closeAllConnections(), port });
}

/** Listens with any server. */
export async function listen(
  server: NetServer,
  { closeAll, port = 0 }: { readonly closeAll: () => void; readonly port?: number | undefined },
): Promise<LoopbackServer> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      closeAll();
      server.close();
      await once(server, 'close');
    },
  };
}

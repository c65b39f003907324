import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request that came back to an application. */
export interface Callback {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The server of an application: it takes answers, and writes down what came. */
export interface CallbackServer {
  /** Under the name of the machine, or under an address of it. */
  origin(host?: string): string;
  readonly callbacks: Callback[];
  close(): Promise<void>;
}

/** Opens the server; `/moved?to=` leads on to another address, and anything else is a page that says what it was asked for. */
export async function openCallbackServer(): Promise<CallbackServer> {
  const callbacks: Callback[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      if (url.pathname !== '/favicon.ico') {
        callbacks.push({ method: request.method ?? '', url, headers: request.headers, body });
      }
      const to = url.pathname === '/moved' ? url.searchParams.get('to') : null;
      if (to !== null) return void response.writeHead(302, { location: to }).end();
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<!doctype html><html lang="en"><title>Application</title><h1 id="back">Back</h1>');
    });
  });
  // Both loopback addresses, wherever the machine has both.
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: (host = 'localhost') => `http://${host}:${port}`,
    callbacks,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

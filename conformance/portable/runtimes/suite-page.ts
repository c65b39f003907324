import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a page finds the suite. */
export const suiteModule = '/suite.js';

/** Serves a page that may import the bundled suite, while work goes on in it. http on localhost is a secure context: there, a page has WebCrypto. */
export async function withPage<T>(code: string, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    const isSuite = request.url === suiteModule;
    response.setHeader('content-type', isSuite ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
    response.end(isSuite ? code : '<!doctype html><title>Holdfast</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://localhost:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '../../packages/authority/src/pages/page.ts';
import { pageHeaders } from '../../packages/authority/src/pages/page-headers.ts';

/** Serves pages under their names, with the headers that the authority gives them, until the work is done. */
export async function withPages<T>(
  pages: Readonly<Record<string, Page>>,
  work: (origin: string) => Promise<T>,
): Promise<T> {
  const server = createServer((request, response) => {
    const page = pages[(request.url ?? '').slice(1)];
    if (page === undefined) return void response.writeHead(404).end();
    // A window of this test keeps its opener: COOP is tested at the authority itself.
    response.writeHead(200, pageHeaders(page, { mayKeepOpener: true })).end(page.html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://localhost:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

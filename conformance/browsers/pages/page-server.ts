import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a server of pages gives. */
export interface Page {
  /** Code of a module, which the page runs; without any it is an empty page. */
  readonly script?: string | undefined;
  readonly body?: string | undefined;
  /** What the page finds as JSON in its element `settings`. */
  readonly settings?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A server of pages that listens, on loopback. */
export interface PageServer {
  readonly port: number;
  /** Its origin under a name: `localhost`, or one below that, which every browser takes for a machine of its own. */
  origin(name?: string): string;
  /** Gives a server for https the certificate that it has waited for. */
  certify(certificate: { readonly cert: string; readonly key: string }): void;
  close(): Promise<void>;
}

/** Options of {@link openPageServer}. */
export interface PageServerOptions {
  /** Pages by path; a path that is not among them is answered with 404. */
  readonly pages: ReadonlyMap<string, Page>;
  /** On localhost, and on no other host, `http` makes a secure context too. */
  readonly protocol: 'http' | 'https';
}

/** Response headers that the address of a page may ask for: `/page?coop=same-origin`. */
const askedHeaders: Readonly<Record<string, string>> = {
  coop: 'cross-origin-opener-policy',
  coep: 'cross-origin-embedder-policy',
  csp: 'content-security-policy',
};

/** Serves pages whose scripts are modules of their own, so that a page can have a policy without inline scripts. */
export async function openPageServer({ pages, protocol }: PageServerOptions): Promise<PageServer> {
  const listener = answerFrom(pages);
  const server = protocol === 'http' ? createHttpServer(listener) : createHttpsServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: (name = 'localhost') => `${protocol}://${name}:${port}`,
    certify: (certificate) => 'setSecureContext' in server && server.setSecureContext(certificate),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerFrom(pages: ReadonlyMap<string, Page>): RequestListener {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const isScript = pathname.endsWith('.js');
    const page = pages.get(isScript ? pathname.slice(0, -'.js'.length) : pathname);
    response.setHeader('cache-control', 'no-store');
    if (page === undefined || (isScript && page.script === undefined)) return void response.writeHead(404).end();
    if (isScript) return void response.setHeader('content-type', 'text/javascript; charset=utf-8').end(page.script);
    for (const [name, value] of Object.entries(page.headers ?? {})) response.setHeader(name, value);
    for (const [name, header] of Object.entries(askedHeaders)) {
      const value = searchParams.get(name);
      if (value !== null) response.setHeader(header, value);
    }
    response.setHeader('content-type', 'text/html; charset=utf-8').end(buildHtml(pathname, page));
  };
}

// No icon: browsers would ask for one, and complain that there is none.
function buildHtml(path: string, { script, body = '', settings = {} }: Page): string {
  const module = script === undefined ? '' : `<script type="module" src="${path}.js"></script>`;
  const told = JSON.stringify(settings).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Holdfast</title><link rel="icon" href="data:,">${module}<body>${body}<script type="application/json" id="settings">${told}</script></body></html>`;
}

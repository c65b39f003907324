import type { IncomingMessage, RequestListener } from 'node:http';

/**
 * Answers a request whose target is a whole address with 400, and one for `*` unless it is OPTIONS; every other one goes on to the handler.
 *
 * Only what talks to a proxy sends such a target, and the address in it counts more than `Host`, which is what the services compare. Routers take
 * the path out of it, whichever server it names: a proxy that passes on what it was told would have a page's address answered here.
 *
 * @see RFC 9112 sections 3.2.2 and 3.2.4
 */
export function refuseAbsoluteTarget(handler: RequestListener): RequestListener {
  return (request, response) => {
    // `*` is the server as a whole, which has options and nothing else; routers take it for the path `/`.
    if (request.url?.startsWith('/') || isAboutServer(request)) handler(request, response);
    else response.writeHead(400, { connection: 'close' }).end();
  };
}

function isAboutServer({ method, url }: IncomingMessage): boolean {
  return url === '*' && method === 'OPTIONS';
}

import type { RequestListener } from 'node:http';

/**
 * Answers a request whose target is a whole address with 400; every other one goes on to the handler.
 *
 * Only what talks to a proxy sends such a target, and the address in it counts more than `Host`, which is what the services compare. Routers take
 * the path out of it, whichever server it names: a proxy that passes on what it was told would have a page's address answered here.
 *
 * @see RFC 9112 section 3.2.2
 */
export function refuseAbsoluteTarget(handler: RequestListener): RequestListener {
  return (request, response) => {
    // `*` is the one other thing that a server can be asked with, and no service has an answer to it.
    if (request.url?.startsWith('/') || request.url === '*') handler(request, response);
    else response.writeHead(400, { connection: 'close' }).end();
  };
}

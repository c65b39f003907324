import type { RequestListener } from 'node:http';
import type { AwaitedResponses } from './awaited-responses.ts';

const mostAwaited = 32;

/**
 * Ends a connection on which more than 32 answers are awaited at once; no client in use sends requests ahead like that.
 *
 * Node takes every request that one read brought, a thousand perhaps, and holds all their answers for a client that may not read one.
 *
 * @param handler - what a request goes on to
 * @param awaited - remembers every response that is given to the handler
 * @see RFC 9112 section 9.3.2
 */
export function limitPipelining(handler: RequestListener, awaited: AwaitedResponses): RequestListener {
  return (request, response) => {
    const { socket } = request;
    // What was read together with the request that ended the connection still arrives here.
    if (socket.destroyed) return;
    if (awaited.add(response) > mostAwaited) socket.destroy();
    else handler(request, response);
  };
}

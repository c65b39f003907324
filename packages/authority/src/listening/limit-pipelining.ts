import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

const mostAwaited = 32;

/**
 * Ends a connection on which more than 32 answers are awaited at once; no client in use sends requests ahead like that.
 *
 * Node takes every request that one read brought, a thousand perhaps, and holds all their answers for a client that may not read one.
 *
 * @see RFC 9112 section 9.3.2
 */
export function limitPipelining(handler: RequestListener): RequestListener {
  const awaited = new WeakMap<Socket, number>();
  return (request, response) => {
    const { socket } = request;
    // What was read together with the request that ended the connection still arrives here.
    if (socket.destroyed) return;
    const count = (awaited.get(socket) ?? 0) + 1;
    awaited.set(socket, count);
    if (count > mostAwaited) {
      socket.destroy();
      return;
    }
    response.once('close', () => awaited.set(socket, (awaited.get(socket) ?? 1) - 1));
    handler(request, response);
  };
}

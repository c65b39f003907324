import type { RequestListener } from 'node:http';

const mostLines = 500;

/**
 * Answers a request with more than 500 header lines with 431; every other one goes on to the handler.
 *
 * Node's own bound counts bytes, and ten thousand empty lines fit into it; its bound on lines drops what is over, unseen.
 *
 * @see RFC 6585 section 5
 */
export function refuseManyHeaders(handler: RequestListener): RequestListener {
  return (request, response) => {
    if (request.rawHeaders.length <= 2 * mostLines) handler(request, response);
    else response.writeHead(431, { connection: 'close' }).end();
  };
}

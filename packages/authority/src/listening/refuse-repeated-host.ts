import type { RequestListener } from 'node:http';
import { countHeaderLines } from './count-header-lines.ts';

/**
 * Answers a request with two Host lines with 400; every other one goes on to the handler.
 *
 * Node keeps the first line and drops the others: whatever stands in front of the server may have kept the last one.
 *
 * @see RFC 9112 section 3.2
 */
export function refuseRepeatedHost(handler: RequestListener): RequestListener {
  return (request, response) => {
    if (countHeaderLines(request.rawHeaders, 'host') <= 1) handler(request, response);
    else response.writeHead(400, { connection: 'close' }).end();
  };
}

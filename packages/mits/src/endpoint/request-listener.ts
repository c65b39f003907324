import type { RequestListener } from 'node:http';
import type { RequestAnswerer } from './answer-request.ts';

/** Makes the listener for a server of Node: it reads no body, and writes what the answerer says. */
export function createRequestListener(answerRequest: RequestAnswerer): RequestListener {
  return (request, response) => {
    const { method = '', url = '', rawHeaders } = request;
    answerRequest({ method, target: url, rawHeaders }).then(({ status, headers, body }) => {
      // A GET has no content. A connection that brings some is not kept: what follows would be read as a request.
      const hasBody =
        request.headers['content-length'] !== undefined || request.headers['transfer-encoding'] !== undefined;
      response.writeHead(status, { ...headers, ...(hasBody ? { connection: 'close' } : {}) });
      response.end(body);
    });
  };
}

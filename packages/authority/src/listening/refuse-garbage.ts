import type { Duplex } from 'node:stream';
import type { AwaitedResponses } from './awaited-responses.ts';

/** Listener of `clientError`. */
export type GarbageRefusal = (error: Error & { readonly code?: string }, connection: Duplex) => void;

const statusOfError: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const isHttpError = /^(?:HPE|ERR_HTTP)_/;
// RFC 9112 section 9.6: the other side is given a moment to read the answer, and no more than that.
const lingerMs = 1000;

/** Answers bytes that are not HTTP, which never reach a handler, where nothing else is being answered. */
export function refuseGarbage(awaited: AwaitedResponses): GarbageRefusal {
  return (error, connection) => {
    // A status line in the middle of a response would be read as part of it.
    const isAnswering = awaited.of(connection).some(({ headersSent, writableEnded }) => headersSent && !writableEnded);
    // Before the end of a TLS handshake nothing can be sent: an answer would wait for ever, and the connection with it.
    const isAnswerable = connection.writable && isHttpError.test(error.code ?? '');
    if (isAnswering || !isAnswerable) {
      connection.destroy();
      return;
    }
    connection.end(`HTTP/1.1 ${statusOfError[error.code ?? ''] ?? '400 Bad Request'}\r\nconnection: close\r\n\r\n`);
    setTimeout(() => connection.destroy(), lingerMs).unref();
  };
}

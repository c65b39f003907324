import type { Bytes } from '@holdfast/core';
import type { IncomingConnection, IncomingRequest } from './incoming-request.ts';

/** The part of a `node:http` request that is read here. */
export interface NodeRequest {
  /** The method. */
  readonly method?: string | undefined;
  /** The request target as it came over the wire. */
  readonly url?: string | undefined;
  /** Set by routers that cut a prefix off `url`. */
  readonly originalUrl?: string | undefined;
  /** Names and values of the header lines by turns, as Node gives them. */
  readonly rawHeaders: readonly string[];
  /** The connection, of HTTP/1. */
  readonly socket?: IncomingConnection | undefined;
  /** The stream, of HTTP/2. */
  readonly stream?: NodeStream | undefined;
}

/** The part of an HTTP/2 stream that is read here. */
export interface NodeStream {
  /** The session that the stream belongs to; none once it has ended. */
  readonly session?: NodeSession | undefined;
}

/** The part of an HTTP/2 session that is read here. */
export interface NodeSession {
  /** The connection under all streams of the session. */
  readonly socket?: IncomingConnection | undefined;
}

/**
 * Reads a `node:http` or `node:http2` request, from its raw header list: `headers` would already have merged or dropped repeats.
 *
 * The connection is handed on, for tokens that are bound to a client certificate. Not read: the body, which is a stream; `Host` and every
 * `X-Forwarded-*` header.
 *
 * @param request - the request as Node gives it
 * @param body - its raw bytes, if they were kept
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { buildFailureResponse, fromNodeRequest, type TokenValidator } from '@holdfast/resource';
 *
 * export const listen = (validator: TokenValidator) =>
 *   createServer(async (request, response) => {
 *     try {
 *       const caller = await validator.authenticate(fromNodeRequest(request));
 *       response.end(caller.scopes.join(' '));
 *     } catch (failure) {
 *       const { status, headers, body } = buildFailureResponse(failure);
 *       response.writeHead(status, headers.flat()).end(body);
 *     }
 *   });
 * ```
 */
export function fromNodeRequest(request: NodeRequest, body?: Bytes | undefined): IncomingRequest {
  const headers = pairUp(request.rawHeaders);
  return {
    method: request.method ?? '',
    target: request.originalUrl ?? request.url ?? '',
    headers,
    body: body ?? (hasNoBody(headers) ? noBody : undefined),
    // The socket that an HTTP/2 request has of its own is another one for every stream.
    connection: request.stream?.session?.socket ?? request.socket,
  };
}

const noBody: Bytes = new Uint8Array(0);

function pairUp(raw: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return pairs;
}

// RFC 9112 section 6.3: without either header a request has no body. HTTP/2 may leave both out and still send one.
function hasNoBody(headers: readonly (readonly [string, string])[]): boolean {
  let isAnnounced = false;
  let isHttp2 = false;
  for (const [name, value] of headers) {
    if (isNamed(name, 'transfer-encoding')) return false;
    if (isNamed(name, 'content-length')) {
      // Every line of them: HTTP/1 servers refuse two that differ, and a caller of this function may not.
      if (value !== '0') return false;
      isAnnounced = true;
    } else if (isNamed(name, ':method')) isHttp2 = true;
  }
  return isAnnounced || !isHttp2;
}

// The length tells most names apart before a copy in lower case is made of them.
function isNamed(name: string, wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted;
}

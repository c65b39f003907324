import type { Bytes } from '@holdfast/core';
import type { IncomingRequest } from './incoming-request.ts';

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
}

/**
 * Reads a `node:http` or `node:http2` request, from its raw header list: `headers` would already have merged or dropped repeats.
 *
 * Not read: the body, which is a stream; the TLS certificate; `Host` and every `X-Forwarded-*` header.
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
    body: body ?? (hasNoBody(headers) ? new Uint8Array(0) : undefined),
  };
}

function pairUp(raw: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) pairs.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return pairs;
}

// RFC 9112 section 6.3: without either header a request has no body. HTTP/2 may leave both out and still send one.
function hasNoBody(headers: readonly (readonly [string, string])[]): boolean {
  const names = headers.map(([name]) => name.toLowerCase());
  if (names.includes('transfer-encoding')) return false;
  // Every line of them: HTTP/1 servers refuse two that differ, and a caller of this function may not.
  const lengths = headers.filter((_, index) => names[index] === 'content-length').map(([, value]) => value);
  return lengths.length === 0 ? !names.includes(':method') : lengths.every((length) => length === '0');
}

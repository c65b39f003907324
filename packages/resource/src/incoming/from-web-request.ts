import { type Bytes, readBoundedBody } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import type { IncomingRequest } from './incoming-request.ts';

/**
 * Reads a Fetch API `Request`, as Hono, Deno, Bun and edge workers give it.
 *
 * Its address was normalised before anybody here could see it: dot segments are resolved, blanks and some other characters are
 * percent-encoded, an empty query is dropped. What is compared with the proof is therefore what the router of such a runtime sees
 * too, which is safe; a client that signs a path with dot segments is refused. Repeated headers come joined by commas, which the
 * credential room refuses in Authorization.
 *
 * @param request - its body is not touched
 * @param body - its raw bytes, if they were kept
 */
export function fromWebRequest(request: Request, body?: Bytes | undefined): IncomingRequest {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: `${pathname}${search}`,
    headers: [...request.headers],
    body: body ?? (request.body === null ? new Uint8Array(0) : undefined),
  };
}

/** Reads a copy of a body up to a limit, and leaves the request readable. A body that was read before cannot be had any more. */
export async function copyBody(request: Request, mostBytes: number): Promise<Bytes | undefined> {
  if (request.bodyUsed) return undefined;
  const bytes = await readBoundedBody(request.clone().body, mostBytes);
  if (bytes === undefined) throw new Refused('ERR_INCOMING_BODY');
  return bytes;
}

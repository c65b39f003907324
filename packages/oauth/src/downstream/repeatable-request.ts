import type { Bytes, SignableRequest } from '@holdfast/core';
import { readBoundedBody } from '@holdfast/core/calling';
import { FetchRefused } from '../errors/fetch-refused.ts';

/** A request whose body is at hand: it can be signed, and sent more than once. */
export interface RepeatableRequest {
  readonly signable: SignableRequest;
  /** Headers that the proof covers. */
  readonly signHeaders: readonly string[];
  readonly signal: AbortSignal;
  /** The request as it goes out, once more; redirects are left to the caller, whatever he asked for. */
  withAuthorization(value: string): Request;
}

/**
 * Takes a request in, body and all.
 *
 * @param maxBodyBytes - most bytes to hold
 * @throws {@link FetchRefused} `ERR_FETCH_AUTHORIZATION`, `ERR_FETCH_BODY_TOO_LARGE`
 */
export async function readRequest(request: Request, maxBodyBytes: number): Promise<RepeatableRequest> {
  // Browsers take our header off such a request, and send the rest of it with their cookies.
  if (request.mode === 'no-cors') throw new TypeError('A request of the mode no-cors cannot carry a token');
  if (request.headers.has('authorization')) throw new FetchRefused('ERR_FETCH_AUTHORIZATION');
  const stream = await openBody(request);
  const body = stream === null ? undefined : await readBoundedBody(stream, maxBodyBytes);
  if (body === undefined && stream !== null) throw new FetchRefused('ERR_FETCH_BODY_TOO_LARGE');
  const headers = [...request.headers];
  return {
    signable: { method: request.method, url: request.url, headers, body: hasBytes(body) ? body : undefined },
    signHeaders: request.headers.has('content-type') ? ['content-type'] : [],
    signal: request.signal,
    withAuthorization(value) {
      const signed = new Headers(headers);
      // The address alone says whose server this is for; another name would be another server behind the same front.
      signed.delete('host');
      signed.set('authorization', value);
      return new Request(request, { headers: signed, redirect: 'manual', ...(body === undefined ? {} : { body }) });
    },
  };
}

// Firefox shows no body at a request, and gives the whole of it only: it lies in the memory of the page already.
async function openBody(request: Request): Promise<Request['body']> {
  if (request.body !== undefined) return request.body;
  const blob = await request.blob();
  return request.bodyUsed ? blob.stream() : null;
}

// An empty body leaves no trace on the wire, so there is nothing to cover.
function hasBytes(body: Bytes | undefined): boolean {
  return body !== undefined && body.byteLength > 0;
}

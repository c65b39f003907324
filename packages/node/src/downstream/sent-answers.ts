import { readBoundedBody } from '@holdfast/core';
import type { Answer } from '@holdfast/oauth';
import { DownstreamRefused } from '../errors/downstream-errors.ts';
import type { MtlsAnswer } from '../mtls/collect-answer.ts';
import type { MtlsResponse } from '../mtls/mtls-pool.ts';
import type { IncomingAnswer } from './downstream-options.ts';

/** An answer whose body has not been read, whatever the connection was. */
export interface UnreadAnswer extends Answer, IncomingAnswer {
  /** Lets go of a body that was not read. */
  discard(): Promise<void> | void;
}

/** Wraps an answer of the runtime's kind. */
export function fromResponse(response: Response, maxBytes: number): UnreadAnswer {
  const { status, headers } = response;
  let isRead = false;
  const bytes = async (): Promise<Uint8Array> => {
    isRead = true;
    const read = response.body === null ? new Uint8Array() : await readBoundedBody(response.body, maxBytes);
    if (read === undefined) throw new DownstreamRefused('ERR_DOWNSTREAM_TOO_LARGE');
    return read;
  };
  return {
    status,
    headers,
    contentType: headers.get('content-type') ?? undefined,
    header: (name) => headers.get(name),
    bytes,
    text: async () => new TextDecoder().decode(await bytes()),
    discard: () => (isRead ? undefined : response.body?.cancel()),
  };
}

/** Wraps an answer of a pool's kind: its body is read without the streams of the web, which take longer than the call. */
export function fromMtlsResponse({ statusCode, headers, body }: MtlsResponse, maxBytes: number): UnreadAnswer {
  const get = headerReader(headers);
  // A length that is told is kept to by the parser; where none is told, the pieces are counted.
  const isBounded = Number(headers['content-length'] ?? Number.NaN) <= maxBytes;
  let isRead = false;
  const bytes = async (): Promise<Uint8Array> => {
    isRead = true;
    if (isBounded) return body.bytes();
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of body as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > maxBytes) throw new DownstreamRefused('ERR_DOWNSTREAM_TOO_LARGE');
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  };
  return {
    status: statusCode,
    headers: { get },
    contentType: get('content-type') ?? undefined,
    header: get,
    bytes,
    async text() {
      if (!isBounded) return new TextDecoder().decode(await bytes());
      isRead = true;
      return body.text();
    },
    discard: () => (isRead ? undefined : body.dump()),
  };
}

/** Wraps an answer that was read already. */
export function fromMtlsAnswer({ statusCode, headers, body, failure }: MtlsAnswer): UnreadAnswer {
  const get = headerReader(headers);
  const getBody = (): Buffer => {
    if (body !== undefined) return body;
    throw failure ?? new DownstreamRefused('ERR_DOWNSTREAM_TOO_LARGE');
  };
  return {
    status: statusCode,
    headers: { get },
    contentType: get('content-type') ?? undefined,
    header: get,
    bytes: async () => getBody(),
    text: async () => decoder.decode(getBody()),
    discard: () => {},
  };
}

const decoder = new TextDecoder();

function headerReader(headers: MtlsResponse['headers']): (name: string) => string | null {
  return (name) => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
  };
}

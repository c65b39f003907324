import { Readable } from 'node:stream';
import type { Bytes } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';

/** A body on its way to a parser; decompression notes what came over the wire. */
export type Payload = Readable & { readonly receivedEncodedLength?: number };

/** Reads a body up to a limit and drains what is longer, so that its connection can carry the refusal and the next request. */
export async function keepPayload(payload: Payload, mostBytes: number): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Destroying the stream would close the connection before the answer is on it.
  for await (const chunk of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > mostBytes) break;
    chunks.push(chunk);
  }
  if (length <= mostBytes) return Buffer.concat(chunks, length);
  payload.resume();
  throw new Refused('ERR_INCOMING_BODY');
}

/** The same body once more, for the parser. */
export function replayPayload(bytes: Bytes, { receivedEncodedLength }: Payload): Payload {
  return Object.assign(Readable.from([bytes]), receivedEncodedLength === undefined ? {} : { receivedEncodedLength });
}

import type { Bytes } from '@holdfast/core';

/** Something with a body: a request or a response. */
export interface WithBody {
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Reads a body and stops at a limit, whatever `Content-Length` promised.
 *
 * @param maxBytes - most bytes to accept
 * @returns the bytes, or `undefined` when there are more than `maxBytes`; the rest is not read then
 */
export async function readBounded(message: WithBody, maxBytes: number): Promise<Bytes | undefined> {
  if (message.body === null) return new Uint8Array(0);
  const reader = message.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joinChunks(chunks, length);
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
}

function joinChunks(chunks: readonly Uint8Array[], length: number): Bytes {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

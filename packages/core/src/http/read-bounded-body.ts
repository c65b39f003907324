import type { Bytes } from '../base/bytes.ts';

/**
 * Reads the body of a request or a response and stops at a limit, whatever `Content-Length` promised.
 *
 * Not checked: the content type, and what the bytes say.
 *
 * @param body - the stream of the message; `null`, as a message without body has it, gives no bytes
 * @param maxBytes - most bytes to accept
 * @returns the bytes, or `undefined` when there are more than `maxBytes`; the rest is not read then
 *
 * @example
 * ```ts
 * import { decodeUtf8, parseStrictJsonObject, readBoundedBody } from '@holdfast/core';
 *
 * const response = await fetch('https://localhost:8443/common/discovery/instance');
 * const bytes = await readBoundedBody(response.body, 65_536);
 * if (bytes !== undefined) console.log(parseStrictJsonObject(decodeUtf8(bytes)));
 * ```
 */
export async function readBoundedBody(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Bytes | undefined> {
  if (body === null) return new Uint8Array(0);
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.byteLength;
    if (length > maxBytes) {
      // Not awaited: one half of a cloned body is only cancelled when the other half is.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(read.value);
  }
  return joinChunks(chunks, length);
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

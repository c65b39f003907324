import type { Bytes } from '@holdfast/core';

/**
 * Reads a stream to its end, or gives `undefined` as soon as it is longer than allowed.
 *
 * @param mostBytes - the longest content that is kept
 */
export async function readBounded(
  stream: ReadableStream<Uint8Array> | null,
  mostBytes: number,
): Promise<Bytes | undefined> {
  if (stream === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > mostBytes) {
      // Not awaited: one half of a cloned body is only cancelled when the other half is.
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(read.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

import { decodeUtf8, type JsonObject, parseStrictJsonObject, readBoundedBody } from '@holdfast/core';

/** How a body is read. */
export interface JsonBodyRule {
  /** Most bytes to accept. */
  readonly mostBytes: number;
  /** Makes the error that says what is wrong with the body: in fixed words, for it may hold a token. */
  readonly refuse: (detail: string) => Error;
}

/**
 * Reads the body of a response as one JSON object, bounded and strict.
 *
 * Not checked: status and content type, and what is in the object.
 *
 * @throws what `refuse` makes; and what the stream of the body fails with
 */
export async function readJsonBody({ body }: Response, { mostBytes, refuse }: JsonBodyRule): Promise<JsonObject> {
  const bytes = await readBoundedBody(body, mostBytes);
  if (bytes === undefined) throw refuse(`longer than ${mostBytes} bytes`);
  try {
    return parseStrictJsonObject(decodeUtf8(bytes), { maxLength: mostBytes });
  } catch {
    // Without a cause: the error of the parser quotes what it read.
    throw refuse('not one JSON object');
  }
}

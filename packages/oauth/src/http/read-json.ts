import { decodeUtf8, type JsonObject, parseStrictJsonObject, readBoundedBody } from '@holdfast/core';

/** A JSON response in both forms: the text for readers that parse again, the object for ours. */
export interface JsonBody {
  /** The body as it came. */
  readonly text: string;
  /** What it says. */
  readonly object: JsonObject;
}

const maxJsonBytes = 262_144;

/**
 * Reads a response as one strict JSON object of at most 256 KiB.
 *
 * @returns `undefined` when it is anything else; the body never reaches an error
 */
export async function readJson(response: Response): Promise<JsonBody | undefined> {
  const mediaType = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  const bytes = await readBoundedBody(response.body, maxJsonBytes);
  if (mediaType !== 'application/json' || bytes === undefined) return undefined;
  try {
    const text = decodeUtf8(bytes);
    return { text, object: parseStrictJsonObject(text, { maxLength: maxJsonBytes }) };
  } catch {
    return undefined;
  }
}

import { type JsonObject, parseStrictJsonObject } from '@holdfast/core';
import { parseRevocationEntry } from '../revocation/parse-entry.ts';
import type { RevocationEntry } from '../revocation/revocation-entry.ts';
import type { ServerSentEvent } from './server-sent-events.ts';

/** What the admin service tells. */
export type FeedMessage =
  /** Something was revoked; a reader that comes back names the cursor. */
  | { readonly name: 'revocation'; readonly entry: RevocationEntry; readonly cursor: string }
  /** Everything that is in force was told. */
  | { readonly name: 'current'; readonly cursor: string | undefined }
  /** The cursor is not known any more, and everything follows from the beginning. */
  | { readonly name: 'reset' }
  /** Nothing happened. */
  | { readonly name: 'alive' };

/** Longest entry, in characters of JSON. */
export const longestEntry = 32_768;

// It goes back in a header.
const cursorText = /^[\x21-\x7e]{1,256}$/;

/**
 * Reads one event of the stream.
 *
 * Not checked: whether the cursor lies behind the one before. What a stream tells once more, or in another order, adds nothing.
 *
 * @returns undefined for whatever cannot be understood. It must not be passed over: it may have been a revocation.
 */
export function readFeedMessage({ name, id, data }: ServerSentEvent): FeedMessage | undefined {
  if (id !== undefined && !cursorText.test(id)) return undefined;
  if (name === 'current') return { name, cursor: id };
  if (name === 'reset' || name === 'alive') return { name };
  if (name !== 'revocation') return undefined;
  const value = parseObject(data);
  const entry = parseRevocationEntry(value);
  const cursor = id ?? value?.['id'];
  if (entry === undefined || typeof cursor !== 'string' || !cursorText.test(cursor)) return undefined;
  return { name, entry, cursor };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    return parseStrictJsonObject(text, { maxLength: longestEntry });
  } catch {
    return undefined;
  }
}

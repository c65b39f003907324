import { randomBytes, randomUUID } from 'node:crypto';
import { isJsonObject, type JsonObject } from '@holdfast/core';

/** Identifiers and secrets that were made up once and stay the same from then on. */
export interface Identities {
  /** Returns the value kept under a name, or makes one and keeps it. */
  guid(name: string): string;
  /** The same for a secret of 256 random bits. */
  secret(name: string): string;
  /** Whether something was made up since the document was read. */
  readonly changed: boolean;
  /** The document to keep, mode 0600: it holds secrets. */
  toDocument(): JsonObject;
}

/**
 * Makes the keeper of identifiers from the stored document.
 *
 * @throws when the document does not have the shape it was written with
 */
export function createIdentities(document: JsonObject = {}): Identities {
  const guids = readTexts(document['guids']);
  const secrets = readTexts(document['secrets']);
  let changed = false;
  const keep = (values: Map<string, string>, name: string, make: () => string): string => {
    const known = values.get(name);
    if (known !== undefined) return known;
    const made = make();
    values.set(name, made);
    changed = true;
    return made;
  };
  return {
    guid: (name) => keep(guids, name, randomUUID),
    secret: (name) => keep(secrets, name, () => randomBytes(32).toString('base64url')),
    get changed() {
      return changed;
    },
    toDocument: () => ({ format: 1, guids: Object.fromEntries(guids), secrets: Object.fromEntries(secrets) }),
  };
}

function readTexts(value: unknown): Map<string, string> {
  if (value === undefined) return new Map();
  if (!isJsonObject(value)) throw new TypeError('not an object');
  return new Map(
    Object.entries(value).map(([name, text]): [string, string] => {
      if (typeof text !== 'string' || text === '') throw new TypeError('not a text');
      return [name, text];
    }),
  );
}

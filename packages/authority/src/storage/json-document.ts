import { type JsonObject, parseStrictJsonObject } from '@holdfast/core';
import { DataCorrupt } from '../errors/data-errors.ts';
import type { DataStore } from './data-store.ts';

const longestDocument = 4 * 1024 * 1024;

/**
 * Reads a JSON document and turns it into a value with no questions left.
 *
 * @param parse - gets the object and throws on any surprise
 * @returns undefined when the document was never written
 * @throws {@link DataCorrupt} with the file name
 */
export async function readJsonDocument<T>(
  store: DataStore,
  name: string,
  parse: (document: JsonObject) => T | Promise<T>,
): Promise<T | undefined> {
  const text = await store.read(name);
  if (text === undefined) return undefined;
  try {
    return await parse(parseStrictJsonObject(text, { maxLength: longestDocument }));
  } catch (error) {
    throw new DataCorrupt(name, error);
  }
}

/** Writes a JSON document, indented because people look into the directory. */
export async function writeJsonDocument(store: DataStore, name: string, document: JsonObject): Promise<void> {
  await store.write(name, `${JSON.stringify(document, undefined, 2)}\n`);
}

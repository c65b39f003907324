import { isGuid, isJsonObject, type JsonObject, type JsonValue, parseStrictJsonObject } from '@holdfast/core';
import { type Revocation, type RevocationKind, revocationKinds } from './revocation.ts';

/** A revocation with its place in the book. */
export interface NumberedRevocation {
  readonly number: number;
  readonly entry: Revocation;
}

/** A book of revocations as it is kept. */
export interface StoredRevocations {
  /** Made up once; a cursor of another book is none of this one. */
  readonly book: string;
  /** The number that was given last, also to an entry that has expired since. */
  readonly last: number;
  /** In the order of their numbers. */
  readonly entries: readonly NumberedRevocation[];
}

/** Writes a book as a document. */
export function writeStoredRevocations({ book, last, entries }: StoredRevocations): JsonObject {
  return {
    format: 1,
    book,
    last,
    entries: entries.map(({ number, entry: { id: _id, claims, ...entry } }) => ({
      number,
      ...entry,
      // As text: indented, a deep claims request would be longer than what was counted for it.
      ...(claims === undefined ? {} : { claims: JSON.stringify(claims) }),
    })),
  };
}

/**
 * Reads a book back.
 *
 * @throws when the document does not have the shape it was written with
 */
export function readStoredRevocations(document: JsonObject): StoredRevocations {
  const { book, last, entries } = document;
  if (typeof book !== 'string' || !/^[0-9a-f]{8}$/.test(book)) throw new TypeError('not the id of a book');
  const end = readNumber(last);
  if (!Array.isArray(entries)) throw new TypeError('not a list');
  const read = (entries as readonly JsonValue[]).map((entry) => readEntry(book, entry));
  read.forEach(({ number }, index) => {
    // Cursors are compared by number, so an entry out of its order would be passed over.
    if (number > end || number <= (read[index - 1]?.number ?? 0)) throw new TypeError('not in order');
  });
  return { book, last: end, entries: read };
}

function readEntry(book: string, value: JsonValue): NumberedRevocation {
  if (!isJsonObject(value)) throw new TypeError('not an entry');
  const { kind, value: revoked, tenant, claims } = value;
  if (!revocationKinds.includes(kind as RevocationKind)) throw new TypeError('not a kind');
  if (typeof revoked !== 'string' || revoked === '') throw new TypeError('not a value');
  if (tenant !== undefined && (typeof tenant !== 'string' || !isGuid(tenant))) throw new TypeError('not a tenant');
  if (claims !== undefined && typeof claims !== 'string') throw new TypeError('not claims');
  const number = readNumber(value['number']);
  return {
    number,
    entry: {
      id: `${book}-${number}`,
      kind: kind as RevocationKind,
      value: revoked,
      ...(tenant === undefined ? {} : { tenant }),
      revokedAt: readNumber(value['revokedAt']),
      expiresAt: readNumber(value['expiresAt']),
      ...(claims === undefined ? {} : { claims: parseStrictJsonObject(claims) }),
    },
  };
}

function readNumber(value: JsonValue | undefined): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new TypeError('not a whole number');
  return value;
}

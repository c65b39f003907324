import { isGuid, isJsonObject, type JsonObject, type JsonValue, parseStrictJsonObject } from '@holdfast/core';
import { type BookOpening, findPlaceName } from './book-places.ts';
import { type Revocation, type RevocationKind, revocationKinds } from './revocation.ts';

/** A revocation with its place in the book. */
export interface NumberedRevocation {
  readonly number: number;
  readonly entry: Revocation;
}

/** A book of revocations as it is kept. */
export interface StoredRevocations {
  /** In their order. A cursor that none of them gave is of another book, or of another life of this one. */
  readonly openings: readonly BookOpening[];
  /** Epoch seconds: the latest `iat` of all tokens that were let out by then. */
  readonly lastIssuedAt: number;
  /** In the order of their numbers. */
  readonly entries: readonly NumberedRevocation[];
}

/** Writes a book as a document. */
export function writeStoredRevocations({ openings, lastIssuedAt, entries }: StoredRevocations): JsonObject {
  return {
    format: 2,
    openings: openings.map(({ mark, last }) => ({ mark, last })),
    lastIssuedAt,
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
  const { lastIssuedAt, entries } = document;
  const openings = readOpenings(document);
  if (!Array.isArray(entries)) throw new TypeError('not a list');
  const read = (entries as readonly JsonValue[]).map((entry) => readEntry(openings, entry));
  read.forEach(({ number }, index) => {
    // Cursors are compared by number, so an entry out of its order would be passed over.
    if (number <= (read[index - 1]?.number ?? 0)) throw new TypeError('not in order');
  });
  return { openings, lastIssuedAt: readNumber(lastIssuedAt ?? 0), entries: read };
}

function readOpenings({ format, book, last, openings }: JsonObject): readonly BookOpening[] {
  // The first format did not tell openings apart.
  const listed = format === 1 ? [{ mark: book, last }] : openings;
  if (!Array.isArray(listed)) throw new TypeError('not a list');
  const read = (listed as readonly JsonValue[]).map((opening): BookOpening => {
    if (!isJsonObject(opening)) throw new TypeError('not an opening');
    const { mark } = opening;
    if (typeof mark !== 'string' || !/^[0-9a-f]{8}$/.test(mark)) throw new TypeError('not a mark');
    return { mark, last: readNumber(opening['last']) };
  });
  read.forEach(({ last: end }, index) => {
    if (end <= (read[index - 1]?.last ?? -1)) throw new TypeError('not in order');
  });
  return read;
}

function readEntry(openings: readonly BookOpening[], value: JsonValue): NumberedRevocation {
  if (!isJsonObject(value)) throw new TypeError('not an entry');
  const { kind, value: revoked, tenant, claims } = value;
  if (!revocationKinds.includes(kind as RevocationKind)) throw new TypeError('not a kind');
  if (typeof revoked !== 'string' || revoked === '') throw new TypeError('not a value');
  if (tenant !== undefined && (typeof tenant !== 'string' || !isGuid(tenant))) throw new TypeError('not a tenant');
  if (claims !== undefined && typeof claims !== 'string') throw new TypeError('not claims');
  const number = readNumber(value['number']);
  const id = findPlaceName(openings, number);
  if (id === undefined) throw new TypeError('not a place in this book');
  return {
    number,
    entry: {
      id,
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

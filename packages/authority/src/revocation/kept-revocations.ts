import type { DataStore } from '../storage/data-store.ts';
import { readJsonDocument, writeJsonDocument } from '../storage/json-document.ts';
import { type BookPlaces, createBookPlaces } from './book-places.ts';
import type { Revocation } from './revocation.ts';
import { createRevocationList, type RevocationList } from './revocation-list.ts';
import { readStoredRevocations, writeStoredRevocations } from './stored-revocations.ts';
import { createWriteQueue } from './write-queue.ts';

/** A list of revocations with the document it is kept in. */
export interface KeptRevocations {
  readonly list: RevocationList;
  readonly places: BookPlaces;
  /** Number of the last place that was written down. */
  readonly told: number;
  /** Epoch seconds: the latest `iat` of all tokens that were let out. */
  readonly lastIssuedAt: number;
  /** Takes note of an `iat`. It is written with the next entry, or at the end. */
  noteIssued(issuedAt: number): void;
  /** Adds an entry to the list under the next number. It is for the caller to have it written. */
  add(make: (id: string) => Revocation): Revocation;
  /**
   * Writes down what there is, and tells the readers.
   *
   * @throws {@link DataUnusable}
   */
  save(): Promise<void>;
  /** What is being written, undefined while nothing is; rejects when it fails. */
  readonly pending: Promise<void> | undefined;
  /** Calls the reader with every further entry once it is written down. Returns how to stop. */
  subscribe(reader: (entry: Revocation) => void): () => void;
  /**
   * Waits for what is being written, and writes what was noted since.
   *
   * @throws {@link DataUnusable}
   */
  close(): Promise<void>;
}

const documentName = 'revocations.json';

/**
 * Reads what was kept, or begins with nothing.
 *
 * @throws {@link DataCorrupt}
 */
export async function openKeptRevocations(store: DataStore): Promise<KeptRevocations> {
  const stored = await readJsonDocument(store, documentName, readStoredRevocations);
  const places = createBookPlaces(stored?.openings ?? []);
  const list = createRevocationList(stored?.entries ?? []);
  const readers = new Set<(entry: Revocation) => void>();
  let last = places.start;
  let told = last;
  let lastIssuedAt = stored?.lastIssuedAt ?? 0;
  let keptIssuedAt = lastIssuedAt;
  const queue = createWriteQueue(async () => {
    const reached = { last, lastIssuedAt };
    const added = list.unwritten();
    const openings = places.openingsUntil(reached.last);
    const document = writeStoredRevocations({ openings, lastIssuedAt: reached.lastIssuedAt, entries: list.all() });
    await writeJsonDocument(store, documentName, document);
    list.settle(added);
    [told, keptIssuedAt] = [reached.last, reached.lastIssuedAt];
    for (const { entry } of added) for (const reader of readers) reader(entry);
  });
  return {
    list,
    places,
    get told() {
      return told;
    },
    get lastIssuedAt() {
      return lastIssuedAt;
    },
    noteIssued: (issuedAt) => {
      lastIssuedAt = Math.max(lastIssuedAt, issuedAt);
    },
    add: (make) => {
      last += 1;
      const entry = make(places.nameOf(last));
      list.add({ number: last, entry });
      return entry;
    },
    save: queue.save,
    get pending() {
      return queue.pending;
    },
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    close: async () => {
      await queue.pending?.catch(() => undefined);
      if (lastIssuedAt > keptIssuedAt) await queue.save();
    },
  };
}

import { randomBytes } from 'node:crypto';
import { type Clock, epochSeconds } from '@holdfast/core';
import { AdminRefused } from '../errors/admin-refused.ts';
import type { DataStore } from '../storage/data-store.ts';
import { readJsonDocument, writeJsonDocument } from '../storage/json-document.ts';
import {
  type AttestedKey,
  type Revocation,
  type RevocationWish,
  revocationKey,
  type TokenFacts,
  type TokenSubject,
} from './revocation.ts';
import { createRevocationList } from './revocation-list.ts';
import { readStoredRevocations, writeStoredRevocations } from './stored-revocations.ts';
import { createWriteQueue } from './write-queue.ts';

/** What there is to read from a place on. */
export interface RevocationPage {
  readonly entries: readonly Revocation[];
  /** Cursor of the last entry of the book, also when it has expired. */
  readonly end: string;
}

/** The revocations that count, written down before anybody is told of them. */
export interface RevocationBook {
  /**
   * Revokes. It counts here from this moment on, and everywhere else when it is written down; then the promise resolves. What is revoked
   * already gets a new instant and a new place.
   *
   * @throws {@link AdminRefused} `ERR_ADMIN_FULL`: no live entry makes room for another
   * @throws {@link DataUnusable} when it could not be written; here it counts all the same, and the next write takes it along
   */
  add(wish: RevocationWish): Promise<Revocation>;
  /** Takes note of the `iat` of a token that was let out, so that no later revocation is before it, whatever the clock says by then. */
  noteIssued(issuedAt: number): void;
  /** Finds a revocation that covers a token. */
  find(token: TokenFacts): Revocation | undefined;
  /** Tells whether a token is revoked. */
  isRevoked(token: TokenFacts): boolean;
  /** Tells whether a key or a certificate is revoked, so that nothing is issued to whoever holds it. */
  isHolderRevoked(holder: Pick<TokenSubject, 'keyThumbprint' | 'certificateThumbprint'>): boolean;
  /**
   * Tells whether what was shown of a key is revoked: that very attestation, or all that were made of the key up to then. The key may be
   * attested anew.
   */
  isAttestationRevoked(attested: AttestedKey): boolean;
  /** Waits while a revocation of somebody is being written down; undefined when none is, as nearly always. */
  whenWritten(token: TokenFacts): Promise<void> | undefined;
  /**
   * Reads the live entries that came after a cursor, in their order; all of them when there is none.
   *
   * @param most - how many entries at most
   * @returns undefined for a cursor that this book never gave
   */
  readAfter(cursor: string | undefined, most: number): RevocationPage | undefined;
  /** Calls the reader with every further entry once it is written down. Returns how to stop. */
  subscribe(reader: (entry: Revocation) => void): () => void;
  /** How many live entries there are. */
  readonly size: number;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

const documentName = 'revocations.json';

/**
 * Opens the revocations of a data directory, or an empty book.
 *
 * @param options - `coverSeconds`: for how long after its revocation a token may still be accepted somewhere
 * @throws {@link DataCorrupt}
 */
export async function openRevocationBook(options: {
  readonly store: DataStore;
  readonly clock: Clock;
  readonly coverSeconds: number;
}): Promise<RevocationBook> {
  const { store, clock, coverSeconds } = options;
  const stored = await readJsonDocument(store, documentName, readStoredRevocations);
  const book = stored?.book ?? randomBytes(4).toString('hex');
  const list = createRevocationList(stored?.entries ?? []);
  const readers = new Set<(entry: Revocation) => void>();
  let last = stored?.last ?? 0;
  let told = last;
  let lastIssuedAt = 0;
  const queue = createWriteQueue(async () => {
    const reached = last;
    const added = list.unwritten();
    await writeJsonDocument(store, documentName, writeStoredRevocations({ book, last: reached, entries: list.all() }));
    list.settle(added);
    told = reached;
    for (const { entry } of added) for (const reader of readers) reader(entry);
  });
  return {
    add: async (wish) => {
      const now = epochSeconds(clock);
      list.dropExpired(now);
      const earlier = list.get(revocationKey(wish));
      if (!list.hasRoomFor(wish)) throw new AdminRefused('ERR_ADMIN_FULL', 'revocations');
      last += 1;
      // A clock that was set back must not bring tokens back, nor spare those that were issued before that.
      const revokedAt = Math.max(now, lastIssuedAt, earlier?.revokedAt ?? 0);
      const entry = { id: `${book}-${last}`, ...wish, revokedAt, expiresAt: revokedAt + coverSeconds };
      list.add({ number: last, entry });
      await queue.save();
      return entry;
    },
    noteIssued: (issuedAt) => {
      lastIssuedAt = Math.max(lastIssuedAt, issuedAt);
    },
    find: list.find,
    isRevoked: (token) => list.find(token) !== undefined,
    // After every instant: what covers it then, covers it for good.
    isHolderRevoked: (holder) => list.find({ ...holder, issuedAt: Number.POSITIVE_INFINITY }) !== undefined,
    isAttestationRevoked: ({ id, keyId, issuedAt }) =>
      [id, keyId].some((value) => {
        const entry = list.get(revocationKey({ kind: 'attestation', value }));
        return entry !== undefined && issuedAt <= entry.revokedAt;
      }),
    whenWritten: (token) => (list.isBeingWritten(token) ? queue.pending : undefined),
    readAfter: (cursor, most) => {
      const number = cursor === undefined ? 0 : numberOf(cursor, book);
      if (number === undefined || number > told) return undefined;
      const entries = list.readAfter(number, { now: epochSeconds(clock), most });
      return { entries, end: `${book}-${told}` };
    },
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
    get size() {
      return list.countLive(epochSeconds(clock));
    },
    close: async () => {
      await queue.pending?.catch(() => undefined);
    },
  };
}

function numberOf(cursor: string, book: string): number | undefined {
  const [ofBook, number = '', ...rest] = cursor.split('-');
  return ofBook === book && rest.length === 0 && /^(?:0|[1-9]\d{0,14})$/.test(number) ? Number(number) : undefined;
}

import { type Clock, epochSeconds } from '@holdfast/core';
import { AdminRefused } from '../errors/admin-refused.ts';
import type { DataStore } from '../storage/data-store.ts';
import { openKeptRevocations } from './kept-revocations.ts';
import { type Revocation, type RevocationWish, revocationKey, type TokenFacts } from './revocation.ts';
import { createRevocationAnswers, type RevocationAnswers } from './revocation-answers.ts';

/** What there is to read from a place on. */
export interface RevocationPage {
  readonly entries: readonly Revocation[];
  /** Cursor of the last entry of the book, also when it has expired. */
  readonly end: string;
}

/** The revocations that count, written down before anybody is told of them. */
export interface RevocationBook extends RevocationAnswers {
  /**
   * Revokes. It counts here from this moment on, and everywhere else when it is written down; then the promise resolves. What is revoked
   * already gets a new instant and a new place.
   *
   * @throws {@link AdminRefused} `ERR_ADMIN_FULL`: no live entry makes room for another
   * @throws {@link DataUnusable} when it could not be written; here it counts all the same, and the next write takes it along
   */
  add(wish: RevocationWish): Promise<Revocation>;
  /**
   * Takes note of the `iat` of a token that was let out, or of the instant of a sign-in, so that no later revocation is before it, whatever the clock says by then. It is
   * kept with the next revocation and at an orderly end; a process that is killed forgets what it let out since.
   */
  noteIssued(issuedAt: number): void;
  /** Waits while a revocation of somebody is being written down; undefined when none is, as nearly always. */
  whenWritten(token: TokenFacts): Promise<void> | undefined;
  /**
   * Reads the live entries that came after a cursor, in their order; all of them when there is none.
   *
   * @param most - how many entries at most
   * @returns undefined for a cursor that this book never gave, or gave in a life that it was not restored to
   */
  readAfter(cursor: string | undefined, most: number): RevocationPage | undefined;
  /** Calls the reader with every further entry once it is written down. Returns how to stop. */
  subscribe(reader: (entry: Revocation) => void): () => void;
  /** How many live entries there are. */
  readonly size: number;
  /**
   * Waits for what is being written, and writes what was noted since.
   *
   * @throws {@link DataUnusable}
   */
  close(): Promise<void>;
}

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
  const kept = await openKeptRevocations(store);
  const { list, places } = kept;
  return {
    ...createRevocationAnswers(list),
    add: async (wish) => {
      const now = epochSeconds(clock);
      list.dropExpired(now);
      const earlier = list.get(revocationKey(wish));
      if (!list.hasRoomFor(wish)) throw new AdminRefused('ERR_ADMIN_FULL', 'revocations');
      // A clock that was set back must not bring tokens back, nor spare those that were issued before that.
      const revokedAt = Math.max(now, kept.lastIssuedAt, earlier?.revokedAt ?? 0);
      const entry = kept.add((id) => ({ id, ...wish, revokedAt, expiresAt: revokedAt + coverSeconds }));
      await kept.save();
      return entry;
    },
    noteIssued: kept.noteIssued,
    whenWritten: (token) => (list.isBeingWritten(token) ? kept.pending : undefined),
    readAfter: (cursor, most) => {
      const number = cursor === undefined ? 0 : places.numberOf(cursor);
      if (number === undefined || number > kept.told) return undefined;
      const entries = list.readAfter(number, { now: epochSeconds(clock), most });
      return { entries, end: places.nameOf(kept.told) };
    },
    subscribe: kept.subscribe,
    get size() {
      return list.countLive(epochSeconds(clock));
    },
    close: kept.close,
  };
}

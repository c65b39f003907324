import { randomUUID } from 'node:crypto';
import type { AuthorityEvent } from './authority-event.ts';

/** An event with its place in the log. */
export interface LoggedEvent {
  /** Cursor: names the run of the authority and the number of the event in it. */
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  readonly event: AuthorityEvent;
}

interface KeptEvent {
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly event: AuthorityEvent;
}

/** What there is to read from a place on. */
export interface EventPage {
  readonly entries: readonly LoggedEvent[];
  /** Events after the cursor that are no longer kept. */
  readonly lost: number;
}

/** The latest events, for readers that come and go. */
export interface EventLog {
  append(event: AuthorityEvent): void;
  /**
   * Reads what came after a cursor; from the oldest that is kept when there is none, or it is of an earlier run.
   *
   * @param most - how many entries at most; all of them unless told
   */
  readAfter(cursor: string | undefined, most?: number): EventPage;
  /** Calls the reader for every further event. Returns how to stop. */
  subscribe(reader: (entry: LoggedEvent) => void): () => void;
}

/**
 * Makes an event log with bounded memory: the oldest event goes when a new one finds no room.
 *
 * @param options - `clock` in epoch milliseconds
 */
export function createEventLog(options: { readonly capacity: number; readonly clock: () => number }): EventLog {
  const { capacity, clock } = options;
  const run = randomUUID().slice(0, 8);
  // An entry is written out when somebody reads it: nearly every event goes unread.
  const ring: KeptEvent[] = [];
  const readers = new Set<(entry: LoggedEvent) => void>();
  let total = 0;
  const writeOut = ({ number, at, event }: KeptEvent): LoggedEvent => ({
    id: `${run}-${number}`,
    time: new Date(at).toISOString(),
    event,
  });
  return {
    append: (event) => {
      const kept = { number: total + 1, at: clock(), event };
      ring[total % capacity] = kept;
      total += 1;
      if (readers.size === 0) return;
      const entry = writeOut(kept);
      for (const reader of readers) reader(entry);
    },
    readAfter: (cursor, most = capacity) => {
      const seen = numberOf(cursor, run);
      const from = Math.max(seen, total - ring.length);
      const length = Math.min(Math.max(0, total - from), most);
      const numbers = Array.from({ length }, (_, index) => from + index);
      const kept = numbers.map((number) => ring[number % capacity]).filter((event) => event !== undefined);
      // Whoever starts without a cursor has missed nothing it asked for.
      return { entries: kept.map(writeOut), lost: seen === 0 ? 0 : from - Math.min(seen, from) };
    },
    subscribe: (reader) => {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
}

function numberOf(cursor: string | undefined, run: string): number {
  const [ofRun, number, ...rest] = cursor?.split('-') ?? [];
  return ofRun === run && rest.length === 0 && /^\d{1,15}$/.test(number ?? '') ? Number(number) : 0;
}

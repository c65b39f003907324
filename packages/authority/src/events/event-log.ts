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

/** What there is to read from a place on. */
export interface EventPage {
  readonly entries: readonly LoggedEvent[];
  /** Events after the cursor that are no longer kept. */
  readonly lost: number;
}

/** The latest events, for readers that come and go. */
export interface EventLog {
  append(event: AuthorityEvent): void;
  /** Reads what came after a cursor; everything that is kept when there is none, or it is of an earlier run. */
  readAfter(cursor: string | undefined): EventPage;
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
  const ring: LoggedEvent[] = [];
  const readers = new Set<(entry: LoggedEvent) => void>();
  let total = 0;
  return {
    append: (event) => {
      const entry = { id: `${run}-${total + 1}`, time: new Date(clock()).toISOString(), event };
      ring[total % capacity] = entry;
      total += 1;
      for (const reader of readers) reader(entry);
    },
    readAfter: (cursor) => {
      const seen = numberOf(cursor, run);
      const from = Math.max(seen, total - ring.length);
      const numbers = Array.from({ length: Math.max(0, total - from) }, (_, index) => from + index);
      const entries = numbers.map((number) => ring[number % capacity]).filter((entry) => entry !== undefined);
      // Whoever starts without a cursor has missed nothing it asked for.
      return { entries, lost: seen === 0 ? 0 : from - Math.min(seen, from) };
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

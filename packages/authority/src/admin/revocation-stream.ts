import type { ServerResponse } from 'node:http';
import type { Revocation } from '../revocation/revocation.ts';
import type { RevocationBook } from '../revocation/revocation-book.ts';
import { createOpenStreams, type StreamLimits, type StreamReader } from './open-streams.ts';

/** The open streams of revocations. */
export interface RevocationStreams {
  /**
   * Answers with server-sent events: `reset` for a cursor that is not known, every live entry after the cursor that a token may be covered by, `current`, and then
   * every further entry as it is written down; `alive` in between.
   *
   * @throws {@link AdminRefused} `ERR_ADMIN_FULL`
   */
  open(response: ServerResponse, cursor: string | undefined): void;
  /** How many streams are open. */
  readonly size: number;
  /** Ends every stream. */
  close(): void;
}

const limits: StreamLimits = {
  name: 'revocation streams',
  mostStreams: 256,
  mostUnreadBytes: 256 * 1024,
  sign: 'event: alive\ndata: {}\n\n',
  // Readers are told to expect a sign of life every five seconds.
  signMs: 2000,
  mostIdleSigns: 10,
};
const pageLength = 128;

/** Makes the streams over a book. */
export function createRevocationStreams(book: RevocationBook): RevocationStreams {
  const streams = createOpenStreams(limits);
  return {
    open: (response, cursor) => streams.open(response, (reader) => followBook(book, cursor, reader)),
    get size() {
      return streams.size;
    },
    close: streams.close,
  };
}

function followBook(book: RevocationBook, cursor: string | undefined, { response, write }: StreamReader): () => void {
  let unsubscribe = (): void => undefined;
  let stopped = false;
  // Page by page, as it is read; only then comes what happens.
  const catchUp = (from: string | undefined): void => {
    if (stopped || response.destroyed) return;
    const page = book.readAfter(from, pageLength);
    if (page === undefined) {
      write('event: reset\ndata: {}\n\n');
      catchUp(undefined);
      return;
    }
    const last = page.entries.at(-1);
    if (last === undefined) {
      unsubscribe = book.subscribe((entry) => concernsTokens(entry) && write(formatRevocation(entry)));
      write(`event: current\nid: ${page.end}\ndata: {}\n\n`);
      return;
    }
    for (const entry of page.entries) {
      if (concernsTokens(entry)) write(formatRevocation(entry));
      if (!response.writableNeedDrain) continue;
      response.once('drain', () => catchUp(entry.id));
      return;
    }
    catchUp(last.id);
  };
  catchUp(cursor);
  return () => {
    stopped = true;
    unsubscribe();
  };
}

// No token says what was shown of a key: that is between whoever issues certificates and whoever takes them.
function concernsTokens({ kind }: Revocation): boolean {
  return kind !== 'attestation';
}

function formatRevocation(entry: Revocation): string {
  return `event: revocation\nid: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`;
}

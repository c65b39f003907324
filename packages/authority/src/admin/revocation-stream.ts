import type { ServerResponse } from 'node:http';
import { AdminRefused } from '../errors/admin-refused.ts';
import type { Revocation } from '../revocation/revocation.ts';
import type { RevocationBook } from '../revocation/revocation-book.ts';

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

const mostStreams = 256;
// Readers are told to expect a sign of life every five seconds.
const aliveMs = 2000;
// A reader that does not read is let go; it can come back with its cursor.
const mostUnreadBytes = 256 * 1024;
const mostIdleSigns = 10;
const pageLength = 128;

/** Makes the streams over a book. */
export function createRevocationStreams(book: RevocationBook): RevocationStreams {
  const open = new Map<ServerResponse, () => void>();
  return {
    open: (response, cursor) => {
      if (open.size >= mostStreams) throw new AdminRefused('ERR_ADMIN_FULL', 'revocation streams');
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      const stop = streamTo(response, book, cursor);
      open.set(response, () => {
        // First: what is written after the end is an error that nobody catches.
        stop();
        response.end();
      });
      response.once('close', () => {
        stop();
        open.delete(response);
      });
    },
    get size() {
      return open.size;
    },
    close: () => {
      for (const end of open.values()) end();
    },
  };
}

/** Writes the book to a response, from a cursor on. Returns how to stop. */
function streamTo(response: ServerResponse, book: RevocationBook, cursor: string | undefined): () => void {
  let unsubscribe = (): void => undefined;
  let stopped = false;
  let idleSigns = 0;
  const write = (text: string): void => {
    if (response.writableLength + text.length > mostUnreadBytes) response.destroy();
    else response.write(text);
  };
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
  const alive = setInterval(() => {
    idleSigns = response.writableNeedDrain ? idleSigns + 1 : 0;
    // It would hold its place among the streams for ever.
    if (idleSigns >= mostIdleSigns) response.destroy();
    else write('event: alive\ndata: {}\n\n');
  }, aliveMs).unref();
  return () => {
    stopped = true;
    clearInterval(alive);
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

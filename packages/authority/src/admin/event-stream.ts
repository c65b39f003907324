import type { ServerResponse } from 'node:http';
import { AdminRefused } from '../errors/admin-refused.ts';
import type { EventLog, LoggedEvent } from '../events/event-log.ts';

/** The open event streams. */
export interface EventStreams {
  /**
   * Answers with server-sent events: first what came after the cursor, then everything as it happens.
   *
   * @throws {@link AdminRefused} `ERR_ADMIN_FULL`
   */
  open(response: ServerResponse, cursor: string | undefined): void;
  /** Ends every stream. */
  close(): void;
}

const mostStreams = 32;
const keepAliveMs = 15_000;
// A reader that does not read is let go; it can come back with its cursor.
const mostUnreadBytes = 1024 * 1024;
// What is kept may be more than that, so it is written page by page, as it is read; only then comes what happens.
const pageLength = 256;

/** Makes the streams over an event log. */
export function createEventStreams(log: EventLog): EventStreams {
  const open = new Map<ServerResponse, () => void>();
  return {
    open: (response, cursor) => {
      if (open.size >= mostStreams) throw new AdminRefused('ERR_ADMIN_FULL', 'event streams');
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      const write = (text: string): void => {
        if (response.writableLength > mostUnreadBytes) response.destroy();
        else response.write(text);
      };
      let unsubscribe = (): void => undefined;
      const catchUp = (from: string | undefined): void => {
        if (response.destroyed || response.writableEnded) return;
        const { entries, lost } = log.readAfter(from, pageLength);
        if (lost > 0) write(`: ${lost} events are no longer kept\n\n`);
        for (const entry of entries) write(formatEvent(entry));
        const last = entries.at(-1)?.id;
        if (last === undefined) unsubscribe = log.subscribe((entry) => write(formatEvent(entry)));
        else if (response.writableNeedDrain) response.once('drain', () => catchUp(last));
        else catchUp(last);
      };
      if (log.readAfter(cursor, 0).lost === 0) write(': open\n\n');
      catchUp(cursor);
      const keepAlive = setInterval(() => write(': still here\n\n'), keepAliveMs).unref();
      const fallSilent = (): void => {
        clearInterval(keepAlive);
        unsubscribe();
      };
      open.set(response, () => {
        // First: what is written after the end is an error that nobody catches.
        fallSilent();
        response.end();
      });
      response.once('close', () => {
        fallSilent();
        open.delete(response);
      });
    },
    close: () => {
      for (const end of open.values()) end();
    },
  };
}

function formatEvent({ id, time, event }: LoggedEvent): string {
  return `id: ${id}\nevent: ${event.name}\ndata: ${JSON.stringify({ ...event, time })}\n\n`;
}

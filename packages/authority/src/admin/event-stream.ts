import type { ServerResponse } from 'node:http';
import type { EventLog, LoggedEvent } from '../events/event-log.ts';
import { createOpenStreams, type StreamLimits, type StreamReader } from './open-streams.ts';

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

const limits: StreamLimits = {
  name: 'event streams',
  mostStreams: 32,
  mostUnreadBytes: 1024 * 1024,
  sign: ': still here\n\n',
  signMs: 15_000,
  mostIdleSigns: 4,
};
// What is kept may be more than a reader may leave unread, so it is written page by page, as it is read; only then comes what happens.
const pageLength = 256;

/** Makes the streams over an event log. */
export function createEventStreams(log: EventLog): EventStreams {
  const streams = createOpenStreams(limits);
  return {
    open: (response, cursor) => streams.open(response, (reader) => followLog(log, cursor, reader)),
    close: streams.close,
  };
}

function followLog(log: EventLog, cursor: string | undefined, { response, write }: StreamReader): () => void {
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
  return () => unsubscribe();
}

function formatEvent({ id, time, event }: LoggedEvent): string {
  return `id: ${id}\nevent: ${event.name}\ndata: ${JSON.stringify({ ...event, time })}\n\n`;
}

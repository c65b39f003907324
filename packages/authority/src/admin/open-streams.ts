import type { ServerResponse } from 'node:http';
import { AdminRefused } from '../errors/admin-refused.ts';

/** Somebody who reads a stream. */
export interface StreamReader {
  readonly response: ServerResponse;
  /** Writes to the response, and ends it when too much of what was written is unread. */
  readonly write: (text: string) => void;
}

/** How many streams there may be, how far behind a reader, and what shows that it is there. */
export interface StreamLimits {
  /** What they are called when there are too many. */
  readonly name: string;
  readonly mostStreams: number;
  /** A reader that does not read is let go; it can come back with its cursor. */
  readonly mostUnreadBytes: number;
  /** What is written when nothing happens, and every how many milliseconds. */
  readonly sign: string;
  readonly signMs: number;
  /** A reader that leaves something unread for so many signs in a row is let go: it would hold its place for ever. */
  readonly mostIdleSigns: number;
}

/** Open streams of server-sent events. */
export interface OpenStreams {
  /**
   * Answers with server-sent events, until the reader goes or the streams are closed.
   *
   * @param follow - writes what there is to tell, and goes on as it happens; returns how to stop
   * @throws {@link AdminRefused} `ERR_ADMIN_FULL`
   */
  open(response: ServerResponse, follow: (reader: StreamReader) => () => void): void;
  /** How many streams are open. */
  readonly size: number;
  /** Ends every stream. */
  close(): void;
}

/** Makes room for streams: none is open yet. */
export function createOpenStreams(limits: StreamLimits): OpenStreams {
  const open = new Map<ServerResponse, () => void>();
  return {
    open: (response, follow) => {
      if (open.size >= limits.mostStreams) throw new AdminRefused('ERR_ADMIN_FULL', limits.name);
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      const write = (text: string): void => {
        if (response.writableLength + text.length > limits.mostUnreadBytes) response.destroy();
        else response.write(text);
      };
      const unfollow = follow({ response, write });
      const unsign = showSigns({ response, write }, limits);
      const stop = (): void => {
        unsign();
        unfollow();
      };
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

function showSigns({ response, write }: StreamReader, { sign, signMs, mostIdleSigns }: StreamLimits): () => void {
  let idleSigns = 0;
  const showing = setInterval(() => {
    idleSigns = response.writableNeedDrain ? idleSigns + 1 : 0;
    if (idleSigns >= mostIdleSigns) response.destroy();
    else write(sign);
  }, signMs).unref();
  return () => clearInterval(showing);
}

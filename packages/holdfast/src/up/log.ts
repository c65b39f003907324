import type { Writable } from 'node:stream';

const ignore = (): void => undefined;
const mostUnreadBytes = 1024 * 1024;

/**
 * Makes a log that never stops the services: with a slow reader lines are left out, and a reader that went away is not missed.
 *
 * @param stream - takes a line at a time
 */
export function createLog(stream: Writable): (line: string) => void {
  // Without a listener, a closed pipe (EPIPE) would end the process. One is enough, however many logs a process has had.
  stream.off('error', ignore).on('error', ignore);
  return (line) => {
    if (stream.writableLength < mostUnreadBytes) stream.write(`${line}\n`);
  };
}

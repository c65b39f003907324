import { createDeadline, type Transport } from '@holdfast/core';

/** How one connection of the feed is opened. */
export interface FeedRequest {
  readonly url: string;
  readonly key: string;
  /** Where the last connection ended. */
  readonly cursor: string | undefined;
  readonly transport: Transport;
  /** Ends the connection, also while it is read. */
  readonly signal: AbortSignal;
}

const timeoutMs = 10_000;

/** Asks for the stream, and waits for the head of the answer no longer than ten seconds. A redirect is not followed: it would be given the key. */
export async function sendFeedRequest({ url, key, cursor, transport, signal }: FeedRequest): Promise<Response> {
  const headers = {
    accept: 'text/event-stream',
    authorization: `Bearer ${key}`,
    ...(cursor === undefined ? {} : { 'last-event-id': cursor }),
  };
  const request = new Request(url, { headers, redirect: 'manual', signal });
  const deadline = createDeadline(timeoutMs, signal);
  const answer = (async () => transport(request))();
  try {
    return await deadline.race(() => answer);
  } catch (cause) {
    // An answer that comes too late is let go of.
    answer.then((late) => late.body?.cancel()).catch(() => undefined);
    throw cause;
  } finally {
    deadline.clear();
  }
}

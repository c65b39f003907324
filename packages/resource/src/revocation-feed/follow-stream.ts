import { createDeadline, DeadlineExceeded } from '@holdfast/core';
import { longestEntry } from './feed-message.ts';
import { type FeedRequest, sendFeedRequest } from './send-feed-request.ts';
import { createEventParser, type ServerSentEvent } from './server-sent-events.ts';

/** Why a connection ended. */
export interface Loss {
  readonly reason: 'unreachable' | 'refused' | 'ended' | 'silent' | 'malformed' | 'full' | 'clock';
  /** HTTP status of an answer that is no stream. */
  readonly status?: number;
}

/** How one connection is read. */
export interface StreamReading {
  /** The stream counts as dead when no whole event came for so long: bytes that never become one keep nothing alive. */
  readonly silenceMs: number;
  /** Takes an event; a reason ends the connection. */
  readonly take: (event: ServerSentEvent) => Loss['reason'] | undefined;
}

const eventStream = /^text\/event-stream\s*(?:;|$)/i;
// The entry, and room for the names of its fields and for comments.
const longestEvent = longestEntry + 4096;

/** Opens one connection and reads it to its end, whoever ends it. Never throws. */
export async function followStream(request: FeedRequest, reading: StreamReading): Promise<Loss> {
  const connection = new AbortController();
  const signal = AbortSignal.any([request.signal, connection.signal]);
  try {
    const response = await sendFeedRequest({ ...request, signal });
    const { status, redirected, body } = response;
    const isStream = eventStream.test(response.headers.get('content-type') ?? '');
    if (status !== 200 || redirected || !isStream || body === null) return { reason: 'refused', status };
    return { reason: await readStream(body, { ...reading, signal }) };
  } catch {
    return { reason: 'unreachable' };
  } finally {
    // Whatever is left of the answer.
    connection.abort();
  }
}

async function readStream(
  body: ReadableStream<Uint8Array>,
  { silenceMs, take, signal }: StreamReading & { readonly signal: AbortSignal },
): Promise<Loss['reason']> {
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = createEventParser(longestEvent);
  let deadline = createDeadline(silenceMs, signal);
  try {
    for (;;) {
      const { done, value } = await deadline.race(() => reader.read());
      if (done) return 'ended';
      const text = decode(decoder, value);
      const events = text === undefined ? undefined : parser.push(text);
      if (events === undefined) return 'malformed';
      for (const event of events) {
        const reason = take(event);
        if (reason !== undefined) return reason;
      }
      if (events.length === 0) continue;
      deadline.clear();
      deadline = createDeadline(silenceMs, signal);
    }
  } catch (cause) {
    return cause instanceof DeadlineExceeded ? 'silent' : 'ended';
  } finally {
    deadline.clear();
    reader.cancel().catch(() => undefined);
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

import { type Clock, type EventSink, epochSeconds } from '@holdfast/core';
import type { ResourceEvent } from '../events/resource-event.ts';
import type { RevocationFeed } from '../revocation/revocation-feed.ts';
import { createRevocationIndex } from '../revocation/revocation-index.ts';
import { type FeedMessage, readFeedMessage } from './feed-message.ts';
import type { Loss } from './follow-stream.ts';
import type { ServerSentEvent } from './server-sent-events.ts';

/** What a feed knows, from one connection to the next. */
export interface FeedState extends RevocationFeed {
  /** How many revocations are held. */
  readonly size: number;
  /** Where the next connection begins; undefined for the beginning. */
  readonly cursor: string | undefined;
  /** Begins to listen to a new connection. */
  listen(): Listening;
  /** Takes note of how a connection ended. */
  lose(loss: Loss): void;
}

/** What one connection has told. */
export interface Listening {
  /** Whether it did more than begin, so that the next one need not wait as long. */
  readonly isSettled: boolean;
  /** Takes an event; a reason says that the connection is of no more use. */
  take(event: ServerSentEvent): Loss['reason'] | undefined;
}

/** What the state is made from. */
export interface FeedStateOptions {
  readonly maxEntries: number;
  readonly clock: Clock;
  readonly publish: EventSink<ResourceEvent>;
  /** Told each time when everything in force is known. */
  readonly onCurrent: () => void;
}

/** A stream that says it is alive and never says that it told everything is given up after so many seconds. */
const patienceSeconds = 60;

/** Makes the state of a feed that knows nothing yet. */
export function createFeedState({ maxEntries, clock, publish, onCurrent }: FeedStateOptions): FeedState {
  const index = createRevocationIndex(maxEntries);
  const now = (): number => epochSeconds(clock);
  let cursor: string | undefined;
  /** When everything was last known; undefined while nobody can tell. */
  let completeAt: number | undefined;

  const note = (message: FeedMessage): boolean => {
    if (message.name === 'reset') cursor = undefined;
    if (message.name === 'current') cursor = message.cursor ?? cursor;
    if (message.name !== 'revocation') return true;
    if (!index.add(message.entry, now())) return false;
    cursor = message.cursor;
    return true;
  };

  return {
    get size() {
      return index.size;
    },
    get cursor() {
      return cursor;
    },
    covers: (facts) => index.find(facts, now),
    secondsBehind() {
      const at = now();
      if (completeAt === undefined || index.hasForgotten(at)) return Number.POSITIVE_INFINITY;
      // A clock that was set back counts as time that passed.
      return Math.abs(at - completeAt);
    },
    listen: () =>
      createListening({
        now,
        take: (message) => (index.hasForgotten(now()) ? 'clock' : note(message) ? undefined : 'full'),
        onCurrent() {
          publish({ name: 'revocation.feed-current', entries: index.size });
          onCurrent();
        },
        onComplete() {
          completeAt = now();
        },
      }),
    lose(loss) {
      publish({ name: 'revocation.feed-lost', ...loss });
      // Something was said and is not known: that is no matter of how long ago.
      if (loss.reason === 'malformed' || loss.reason === 'full') completeAt = undefined;
      if (loss.reason !== 'clock') return;
      // What the clock made forget is told once more, from the beginning.
      index.startOver();
      [cursor, completeAt] = [undefined, undefined];
    },
  };
}

function createListening(parts: {
  readonly now: () => number;
  readonly take: (message: FeedMessage) => Loss['reason'] | undefined;
  /** Everything in force was told. */
  readonly onCurrent: () => void;
  /** And nothing is missing up to now. */
  readonly onComplete: () => void;
}): Listening {
  const since = parts.now();
  let isCurrent = false;
  let isSettled = false;
  return {
    get isSettled() {
      return isSettled;
    },
    take(event) {
      const message = readFeedMessage(event);
      if (message === undefined) return 'malformed';
      const reason = parts.take(message);
      if (reason !== undefined) return reason;
      isSettled ||= isCurrent;
      if (message.name === 'reset') isCurrent = false;
      if (message.name === 'current' && !isCurrent) {
        isCurrent = true;
        parts.onCurrent();
      }
      if (isCurrent) parts.onComplete();
      return !isCurrent && Math.abs(parts.now() - since) > patienceSeconds ? 'silent' : undefined;
    },
  };
}

import { type Clock, createEventSink, type EventSink, epochSeconds } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import type { ResourceEvent } from '../events/resource-event.ts';
import { parseRevocationEntry } from './parse-entry.ts';
import type { RevocationEntry } from './revocation-entry.ts';
import type { RevocationFeed } from './revocation-feed.ts';
import { createRevocationIndex, keptAfterExpiry } from './revocation-index.ts';

/** Options of {@link createMemoryRevocationFeed}; unknown names are refused. */
export interface MemoryRevocationFeedOptions {
  /** Live revocations at most; a full feed takes about 50 MB by default. @default 100,000 */
  readonly maxEntries?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
  /** Told when the feed has no room. @default nobody */
  readonly events?: EventSink<ResourceEvent> | undefined;
}

/** A {@link RevocationFeed} that the program itself fills. */
export interface MemoryRevocationFeed extends RevocationFeed {
  /** How many revocations are held. */
  readonly size: number;
  /**
   * Takes tokens away, from the next request on.
   *
   * Not checked: whether `revokedAt` is the authority's time, which `iat` of a token is compared with.
   *
   * @returns false when there is no room; the feed then knows that it does not know everything, until this entry would have expired
   * @throws TypeError for an entry that is not well-formed
   */
  revoke(entry: RevocationEntry): boolean;
}

const optionNames: ReadonlySet<string> = new Set<keyof MemoryRevocationFeedOptions>(['maxEntries', 'clock', 'events']);

/**
 * Makes a feed for an API that has a source of revocations of its own: a message bus, a table, an administrator.
 *
 * Not done: sharing. Every process of the API has to be told.
 *
 * @param options - read once
 * @throws TypeError for a limit that is not a positive whole number, and for an unknown option
 *
 * @example
 * ```ts
 * import { createMemoryRevocationFeed } from '@holdfast/resource';
 *
 * const feed = createMemoryRevocationFeed();
 * const now = Math.floor(Date.now() / 1000);
 * // Tokens of this authority live for a day at most.
 * feed.revoke({ kind: 'user', value: '0b1c2d3e-4444-4444-8444-1a2b3c4d5e6f', revokedAt: now, expiresAt: now + 86_400 });
 * ```
 */
export function createMemoryRevocationFeed(options: MemoryRevocationFeedOptions = {}): MemoryRevocationFeed {
  checkOptionNames(options, optionNames);
  const { maxEntries = 100_000, clock = Date.now } = options;
  if (!Number.isSafeInteger(maxEntries) || maxEntries < 1) {
    throw new TypeError('maxEntries of a revocation feed must be a positive whole number');
  }
  const index = createRevocationIndex(maxEntries);
  const publish = createEventSink(options.events);
  const now = (): number => epochSeconds(clock);
  let incompleteUntil = Number.NEGATIVE_INFINITY;
  return Object.freeze({
    get size() {
      return index.size;
    },
    covers: (facts) => index.find(facts, now),
    secondsBehind() {
      const at = now();
      // Nobody tells this feed twice: what it has forgotten, or had no room for, stays unknown until that no longer matters.
      return at < incompleteUntil || index.hasForgotten(at) ? Number.POSITIVE_INFINITY : 0;
    },
    revoke(entry) {
      const parsed = parseRevocationEntry(entry);
      if (parsed === undefined)
        throw new TypeError('A revocation has a known kind, its value, and two times in seconds');
      if (index.add(parsed, now())) return true;
      incompleteUntil = Math.max(incompleteUntil, parsed.expiresAt + keptAfterExpiry);
      publish({ name: 'revocation.feed-lost', reason: 'full' });
      return false;
    },
  } satisfies MemoryRevocationFeed);
}

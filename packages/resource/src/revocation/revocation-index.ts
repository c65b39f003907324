import type { RevocationEntry, RevocationKind } from './revocation-entry.ts';
import type { RevocationFacts } from './revocation-facts.ts';

/** Live revocations, found by what they name. All times are epoch seconds. */
export interface RevocationIndex {
  /** Entries held. */
  readonly size: number;
  /**
   * Adds an entry, or what it says beyond one that is there.
   *
   * @returns false when there is no room: what is held stays, and the caller no longer knows everything
   */
  add(entry: RevocationEntry, now: number): boolean;
  /** Finds the latest live entry that covers a token. */
  find(facts: RevocationFacts, now: () => number): RevocationEntry | undefined;
  /** Tells whether an entry was dropped that would be live by this time: the clock was set back. */
  hasForgotten(now: number): boolean;
  /** Begins to remember anew: everything will be told once more. */
  startOver(): void;
}

type ByValue = ReadonlyMap<string, RevocationEntry>;

/** How long entries are held beyond the last token that they cover, in seconds: as long as any validator may accept it after its end. */
export const keptAfterExpiry = 300;
/** And how long they are there beyond that, so that a clock which is corrected by seconds forgets nothing. */
const slack = 60;

/**
 * Makes an index of at most so many entries.
 *
 * One map for each kind, so that the cost of a request does not grow with the number of revocations. What is over is dropped when something
 * comes in. Nothing is ever dropped to make room.
 *
 * @param maxEntries - entries at most
 */
export function createRevocationIndex(maxEntries: number): RevocationIndex {
  const kinds: Readonly<Record<RevocationKind, Map<string, RevocationEntry>>> = {
    user: new Map(),
    application: new Map(),
    identity: new Map(),
    uti: new Map(),
    jkt: new Map(),
    x5t: new Map(),
  };
  let size = 0;
  let earliestEnd = Number.POSITIVE_INFINITY;
  let forgottenUntil = Number.NEGATIVE_INFINITY;

  const forget = (entry: RevocationEntry): void => {
    forgottenUntil = Math.max(forgottenUntil, liveUntil(entry));
  };

  const sweep = (now: number): void => {
    if (now < earliestEnd) return;
    earliestEnd = Number.POSITIVE_INFINITY;
    for (const entries of Object.values(kinds)) {
      for (const [value, entry] of entries) {
        if (isOver(entry, now)) {
          entries.delete(value);
          size -= 1;
          forget(entry);
        } else earliestEnd = Math.min(earliestEnd, liveUntil(entry) + slack);
      }
    }
  };

  return {
    get size() {
      return size;
    },
    add(entry, now) {
      sweep(now);
      if (isOver(entry, now)) {
        forget(entry);
        return true;
      }
      const entries = kinds[entry.kind];
      const before = entries.get(entry.value);
      if (before === undefined && size >= maxEntries) return false;
      if (before === undefined) size += 1;
      entries.set(entry.value, before === undefined ? entry : join(before, entry));
      earliestEnd = Math.min(earliestEnd, liveUntil(entry) + slack);
      return true;
    },
    find: (facts, now) => (size === 0 ? undefined : findLatest(kinds, facts, now)),
    hasForgotten: (now) => now < forgottenUntil,
    startOver() {
      forgottenUntil = Number.NEGATIVE_INFINITY;
    },
  };
}

function findLatest(
  kinds: Readonly<Record<RevocationKind, ByValue>>,
  facts: RevocationFacts,
  now: () => number,
): RevocationEntry | undefined {
  const { issuedAt, objectId, uniqueId, keyThumbprint, certificateThumbprint } = facts;
  let found: RevocationEntry | undefined;
  // The clock is read when there is something to judge by it, and most tokens are not revoked.
  const consider = (entry: RevocationEntry | undefined): void => {
    if (entry === undefined || liveUntil(entry) <= now()) return;
    if (found === undefined || entry.revokedAt > found.revokedAt) found = entry;
  };
  const considerIssued = (entry: RevocationEntry | undefined): void => {
    // Asked this way round, so that a time which is not a number is covered.
    if (entry !== undefined && !(issuedAt > entry.revokedAt)) consider(entry);
  };
  if (uniqueId !== undefined) consider(kinds.uti.get(uniqueId));
  if (keyThumbprint !== undefined) consider(kinds.jkt.get(keyThumbprint));
  if (certificateThumbprint !== undefined) consider(kinds.x5t.get(certificateThumbprint));
  if (objectId !== undefined) {
    considerIssued(kinds.user.get(objectId));
    considerIssued(kinds.identity.get(objectId));
  }
  for (const clientId of facts.clientIds) {
    considerIssued(kinds.application.get(clientId));
    considerIssued(kinds.identity.get(clientId));
  }
  return found;
}

/** Two entries about the same: together they cover what either covers, for as long as either does. */
function join(before: RevocationEntry, entry: RevocationEntry): RevocationEntry {
  const latest = entry.revokedAt >= before.revokedAt ? entry : before;
  return Object.freeze({ ...latest, expiresAt: Math.max(before.expiresAt, entry.expiresAt) });
}

function liveUntil({ expiresAt }: RevocationEntry): number {
  return expiresAt + keptAfterExpiry;
}

function isOver(entry: RevocationEntry, now: number): boolean {
  return liveUntil(entry) + slack <= now;
}

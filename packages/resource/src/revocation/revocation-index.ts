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

/** Revocations of one name; hardly any name is more than one thing. */
type Named = { readonly [Kind in RevocationKind]?: RevocationEntry };

/** How long entries are held beyond the last token that they cover, in seconds: as long as any validator may accept it after its end. */
export const keptAfterExpiry = 300;
/** And how long they are there beyond that, so that a clock which is corrected by seconds forgets nothing. */
const slack = 60;

/**
 * Makes an index of at most so many entries.
 *
 * One map for all kinds, so that a request costs one look-up for each name in its token, however many revocations there are. What is over is
 * dropped when something
 * comes in. Nothing is ever dropped to make room.
 *
 * @param maxEntries - entries at most
 */
export function createRevocationIndex(maxEntries: number): RevocationIndex {
  const byName = new Map<string, Named>();
  let size = 0;
  let earliestEnd = Number.POSITIVE_INFINITY;
  let forgottenUntil = Number.NEGATIVE_INFINITY;

  const forget = (entry: RevocationEntry): void => {
    forgottenUntil = Math.max(forgottenUntil, liveUntil(entry));
  };

  const sweep = (now: number): void => {
    if (now < earliestEnd) return;
    earliestEnd = Number.POSITIVE_INFINITY;
    for (const [name, entries] of byName) {
      const [live, over] = split(entries, now);
      if (over.length > 0) {
        over.forEach(forget);
        size -= over.length;
        if (live.length === 0) byName.delete(name);
        else byName.set(name, toNamed(live));
      }
      for (const entry of live) earliestEnd = Math.min(earliestEnd, liveUntil(entry) + slack);
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
      const named = byName.get(entry.value);
      const before = named?.[entry.kind];
      if (before === undefined && size >= maxEntries) return false;
      if (before === undefined) size += 1;
      byName.set(entry.value, { ...named, [entry.kind]: before === undefined ? entry : join(before, entry) });
      earliestEnd = Math.min(earliestEnd, liveUntil(entry) + slack);
      return true;
    },
    find: (facts, now) => (size === 0 ? undefined : findLatest(byName, facts, now)),
    hasForgotten: (now) => now < forgottenUntil,
    startOver() {
      forgottenUntil = Number.NEGATIVE_INFINITY;
    },
  };
}

// Every request comes through here, so nothing is made here, and the clock is read when there is something to judge by it.
function findLatest(
  byName: ReadonlyMap<string, Named>,
  facts: RevocationFacts,
  now: () => number,
): RevocationEntry | undefined {
  const { issuedAt, objectId, uniqueId, keyThumbprint, certificateThumbprint } = facts;
  let found: RevocationEntry | undefined;
  if (uniqueId !== undefined) found = later(found, byName.get(uniqueId)?.uti, now);
  if (keyThumbprint !== undefined) found = later(found, byName.get(keyThumbprint)?.jkt, now);
  if (certificateThumbprint !== undefined) found = later(found, byName.get(certificateThumbprint)?.x5t, now);
  if (objectId !== undefined) {
    const named = byName.get(objectId);
    if (named !== undefined) {
      found = later(found, issuedBefore(named.user, issuedAt), now);
      found = later(found, issuedBefore(named.identity, issuedAt), now);
    }
  }
  for (const clientId of facts.clientIds) {
    const named = byName.get(clientId);
    if (named === undefined) continue;
    found = later(found, issuedBefore(named.application, issuedAt), now);
    found = later(found, issuedBefore(named.identity, issuedAt), now);
  }
  return found;
}

function later(
  found: RevocationEntry | undefined,
  entry: RevocationEntry | undefined,
  now: () => number,
): RevocationEntry | undefined {
  if (entry === undefined || liveUntil(entry) <= now()) return found;
  return found === undefined || entry.revokedAt > found.revokedAt ? entry : found;
}

function issuedBefore(entry: RevocationEntry | undefined, issuedAt: number): RevocationEntry | undefined {
  // Asked this way round, so that a time which is not a number is covered.
  return entry === undefined || issuedAt > entry.revokedAt ? undefined : entry;
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

function split(
  named: Named,
  now: number,
): readonly [live: readonly RevocationEntry[], over: readonly RevocationEntry[]] {
  const entries = Object.values(named);
  return [entries.filter((entry) => !isOver(entry, now)), entries.filter((entry) => isOver(entry, now))];
}

function toNamed(entries: readonly RevocationEntry[]): Named {
  return Object.fromEntries(entries.map((entry) => [entry.kind, entry]));
}

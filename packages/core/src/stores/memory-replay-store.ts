import { type Clock, epochSeconds } from '../base/clock.ts';
import { ReplayStoreFull } from '../errors/replay-store-full.ts';
import type { ReplayClaim, ReplayStore } from './replay-store.ts';

/** Options of {@link createMemoryReplayStore}. */
export interface MemoryReplayStoreOptions {
  /** Live entries at most; a full store takes about 120 MB by default. @default 1,000,000 */
  readonly maxEntries?: number | undefined;
  /** Live entries of one owner at most. @default a tenth of `maxEntries` */
  readonly maxPerOwner?: number | undefined;
  /** Tells the time, in epoch milliseconds. @default `Date.now` */
  readonly clock?: Clock | undefined;
}

/** A {@link ReplayStore} in this process. */
export interface MemoryReplayStore extends ReplayStore {
  /** How many entries are live. */
  readonly size: number;
}

type Entry = Pick<ReplayClaim, 'id' | 'owner'>;

/**
 * Makes a replay store for one process. Several processes need a store that they share.
 *
 * Entries lie in one bucket per second of expiry, so forgetting costs no more than what is forgotten. Time is the latest the
 * clock ever showed: when the clock is set back, what was forgotten is still refused.
 *
 * @param options - limits and clock
 * @throws TypeError when a limit is not a positive whole number
 *
 * @example
 * ```ts
 * import { createMemoryReplayStore } from '@holdfast/core';
 *
 * const store = createMemoryReplayStore({ maxEntries: 100_000 });
 * const claim = { id: 'id of the proof', owner: 'thumbprint of its key', expiresAt: Date.now() / 1000 + 300 };
 * console.log(await store.claimOnce(claim), await store.claimOnce(claim)); // true false
 * ```
 */
export function createMemoryReplayStore(options: MemoryReplayStoreOptions = {}): MemoryReplayStore {
  const { maxEntries = 1_000_000, clock = Date.now } = options;
  const maxPerOwner = options.maxPerOwner ?? Math.max(1, Math.floor(maxEntries / 10));
  for (const limit of [maxEntries, maxPerOwner]) {
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new TypeError('A limit of a replay store must be a positive whole number');
  }
  const idsByOwner = new Map<string, Set<string>>();
  const buckets = new Map<number, Entry[]>();
  let size = 0;
  let now = epochSeconds(clock);

  const forget = (second: number): void => {
    for (const { id, owner } of buckets.get(second) ?? []) {
      const ids = idsByOwner.get(owner);
      if (ids?.delete(id)) size -= 1;
      if (ids?.size === 0) idsByOwner.delete(owner);
    }
    buckets.delete(second);
  };

  const purge = (): void => {
    const passed = now;
    now = Math.max(now, epochSeconds(clock));
    // Walk whichever is shorter: the seconds that passed, or the buckets there are.
    if (now - passed <= buckets.size) for (let second = passed; second < now; second += 1) forget(second);
    else for (const second of buckets.keys()) if (second < now) forget(second);
  };

  const remember = (claim: ReplayClaim, expiresAt: number): void => {
    const ids = idsByOwner.get(claim.owner) ?? new Set();
    if (ids.size >= maxPerOwner) throw new ReplayStoreFull('ERR_REPLAY_OWNER_QUOTA');
    if (size >= maxEntries) throw new ReplayStoreFull('ERR_REPLAY_STORE_FULL');
    idsByOwner.set(claim.owner, ids.add(claim.id));
    const bucket = buckets.get(expiresAt);
    // A copy: a claim that its owner changes later could no longer be forgotten.
    const entry: Entry = { id: claim.id, owner: claim.owner };
    if (bucket === undefined) buckets.set(expiresAt, [entry]);
    else bucket.push(entry);
    size += 1;
  };

  return {
    // No await between the look and the entry: that is what makes it atomic.
    async claimOnce(claim) {
      if (!Number.isFinite(claim.expiresAt))
        throw new TypeError('The expiry of a replay claim must be a finite number');
      purge();
      const expiresAt = Math.floor(claim.expiresAt);
      if (expiresAt < now || idsByOwner.get(claim.owner)?.has(claim.id)) return false;
      remember(claim, expiresAt);
      return true;
    },
    get size() {
      purge();
      return size;
    },
  };
}

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
  /** Claims a proof, at most once, and answers at once. */
  claimOnce(claim: ReplayClaim): boolean;
  /** How many entries are live. */
  readonly size: number;
}

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
 * console.log(store.claimOnce(claim), store.claimOnce(claim)); // true false
 * ```
 */
export function createMemoryReplayStore(options: MemoryReplayStoreOptions = {}): MemoryReplayStore {
  const { clock = Date.now } = options;
  const { maxEntries, maxPerOwner } = readLimits(options);
  const idsByOwner = new Map<string, Set<string>>();
  // Ids and owners in turn, one bucket for each second of expiry.
  const buckets = new Map<number, string[]>();
  let size = 0;
  let now = epochSeconds(clock);

  const forget = (second: number): void => {
    const bucket = buckets.get(second) ?? [];
    for (let index = 0; index < bucket.length; index += 2) {
      const [id = '', owner = ''] = [bucket[index], bucket[index + 1]];
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

  // Nothing here is waited for: that is what makes it atomic.
  const claim = (id: string, owner: string, expiresAt: number): boolean => {
    const known = idsByOwner.get(owner);
    const held = known?.size ?? 0;
    if (held >= maxPerOwner || size >= maxEntries) {
      if (known?.has(id)) return false;
      throw new ReplayStoreFull(held >= maxPerOwner ? 'ERR_REPLAY_OWNER_QUOTA' : 'ERR_REPLAY_STORE_FULL');
    }
    if (known === undefined) idsByOwner.set(owner, new Set([id]));
    // Added, and then counted: to look first would be to find the place twice.
    else if (known.add(id).size === held) return false;
    const bucket = buckets.get(expiresAt);
    if (bucket === undefined) buckets.set(expiresAt, [id, owner]);
    else bucket.push(id, owner);
    size += 1;
    return true;
  };

  return {
    claimOnce({ id, owner, expiresAt }) {
      if (!Number.isFinite(expiresAt)) throw new TypeError('The expiry of a replay claim must be a finite number');
      purge();
      const lastSecond = Math.floor(expiresAt);
      return lastSecond >= now && claim(id, owner, lastSecond);
    },
    get size() {
      purge();
      return size;
    },
  };
}

function readLimits(options: MemoryReplayStoreOptions): { readonly maxEntries: number; readonly maxPerOwner: number } {
  const { maxEntries = 1_000_000 } = options;
  const maxPerOwner = options.maxPerOwner ?? Math.max(1, Math.floor(maxEntries / 10));
  for (const limit of [maxEntries, maxPerOwner]) {
    if (!Number.isSafeInteger(limit) || limit < 1)
      throw new TypeError('A limit of a replay store must be a positive whole number');
  }
  return { maxEntries, maxPerOwner };
}

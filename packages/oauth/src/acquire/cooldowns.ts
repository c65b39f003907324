import type { Clock } from '@holdfast/core';
import { createLruMap } from '@holdfast/core';
import type { CacheKey } from '../cache/cache-key.ts';
import { createKeyIndex } from '../cache/key-index.ts';

/** Pauses by key: what not to ask again yet. */
export interface Cooldowns {
  /** Whole seconds that are left, 0 when there is no pause. */
  secondsLeft(key: CacheKey): number;
  /** Begins a pause; counts how many there were in a row. */
  begin(key: CacheKey, seconds: number): void;
  /** How many pauses began since the last success. */
  countOf(key: CacheKey): number;
  /** Ends the pause and forgets the count: it worked again. */
  clear(key: CacheKey): void;
}

interface Pause {
  readonly untilMs: number;
  readonly count: number;
}

/**
 * Makes an empty set of pauses.
 *
 * @param maxEntries - the pause that was looked at longest ago goes when there are more
 */
export function createCooldowns(maxEntries: number, clock: Clock): Cooldowns {
  const pauses = createLruMap<Pause, CacheKey>(maxEntries, createKeyIndex());
  return {
    secondsLeft(key) {
      const pause = pauses.find(key);
      return pause === undefined ? 0 : Math.max(0, Math.ceil((pause.untilMs - clock()) / 1000));
    },
    begin(key, seconds) {
      const count = (pauses.find(key)?.count ?? 0) + 1;
      pauses.write(key, { untilMs: clock() + seconds * 1000, count });
    },
    countOf: (key) => pauses.find(key)?.count ?? 0,
    clear: (key) => pauses.remove(key),
  };
}

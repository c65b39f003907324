import type { Clock } from '@holdfast/core';

/** A clock that stands still until a test moves it. Call it to read epoch milliseconds, as with `Date.now`. */
export interface FakeClock extends Clock {
  /**
   * Moves the clock.
   *
   * @param seconds - seconds to add; fractions and negative numbers are fine
   */
  advance(seconds: number): void;
  /**
   * Sets the clock.
   *
   * @param epochMs - epoch milliseconds
   */
  setTo(epochMs: number): void;
}

/**
 * Makes a clock for tests.
 *
 * @param startMs - epoch milliseconds at which it starts; 2030-01-01T00:00:00Z unless told
 *
 * @example
 * ```ts
 * import { createFakeClock } from '@holdfast/testing';
 *
 * const clock = createFakeClock(1_700_000_000_000);
 * clock.advance(301);
 * console.log(clock()); // 1700000301000
 * ```
 */
export function createFakeClock(startMs: number = Date.UTC(2030, 0, 1)): FakeClock {
  let now = startMs;
  const clock = (): number => now;
  return Object.assign(clock, {
    advance(seconds: number): void {
      now += seconds * 1000;
    },
    setTo(epochMs: number): void {
      now = epochMs;
    },
  });
}

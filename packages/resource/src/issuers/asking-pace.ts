import { backoffDelay, type Clock, epochSeconds } from '@holdfast/core';

/** How soon one address is asked again. */
export interface AskingPace {
  /** Whether the last attempt failed. */
  readonly isFailing: boolean;
  /** Whether it is not too soon to ask again. */
  mayAsk(): boolean;
  /** Call it before every attempt. */
  asked(): void;
  succeeded(): void;
  failed(): void;
}

/**
 * Makes the pace of one address: after a success the whole cool-down; after a failure 1, 2, 4 … seconds, so that one lost packet is not an
 * outage.
 */
export function createAskingPace(clock: Clock, coolDownSeconds: number): AskingPace {
  let askedAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  return {
    get isFailing() {
      return failures > 0;
    },
    mayAsk() {
      const wait = failures === 0 ? coolDownSeconds : retryAfter(failures, coolDownSeconds);
      return secondsSince(askedAt, clock) >= wait;
    },
    asked() {
      askedAt = epochSeconds(clock);
    },
    succeeded() {
      failures = 0;
    },
    failed() {
      failures += 1;
    },
  };
}

/** Seconds that have passed. A clock that was set back counts as time that passed: keys are asked for sooner, never later. */
export function secondsSince(at: number, clock: Clock): number {
  return Math.abs(epochSeconds(clock) - at);
}

function retryAfter(failures: number, mostSeconds: number): number {
  const attempt = Math.min(failures - 1, 10);
  return backoffDelay({ attempt, baseMs: 1000, maxMs: mostSeconds * 1000, random: () => 1 }) / 1000;
}

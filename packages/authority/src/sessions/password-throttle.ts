import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '@holdfast/core';

/** Holds back whoever guesses passwords. */
export interface PasswordThrottle {
  /** Tells whether a name must wait. The right password does not help then: nobody learns that it was right. */
  isHeldBack(username: string): boolean;
  /** A password was wrong, or nobody has the name. */
  noteFailure(username: string): void;
  /** Somebody proved who they are. */
  noteSuccess(username: string): void;
}

interface Failures {
  count: number;
  /** Epoch milliseconds. */
  lastAt: number;
}

const allowedFailures = 10;
const pauseMs = 60_000;
// As many as a guesser would get in that time anyway, one a minute.
const forgottenAfterMs = allowedFailures * pauseMs;
const strangerPlaces = 1024;

/**
 * Makes the throttle: ten wrong passwords, and then one a minute, until one is right or nobody tried for ten minutes.
 *
 * Its memory is bounded without forgetting: users have a place each, and all other names share a fixed number of places, chosen by a secret.
 * So nobody makes room for more guesses by trying names that nobody has, and a name that nobody has is held back like any other.
 *
 * @param usernames - of everybody who can sign in, in any letter case
 */
export function createPasswordThrottle(usernames: readonly string[], clock: Clock): PasswordThrottle {
  const users = new Map<string, Failures>(usernames.map((name) => [name.toLowerCase(), { count: 0, lastAt: 0 }]));
  const strangers: readonly Failures[] = Array.from({ length: strangerPlaces }, () => ({ count: 0, lastAt: 0 }));
  const secret = randomBytes(32);

  const placeOf = (username: string): Failures => {
    const name = username.toLowerCase();
    const place = createHmac('sha256', secret).update(name, 'utf8').digest().readUInt32BE(0) % strangerPlaces;
    return users.get(name) ?? (strangers[place] as Failures);
  };
  // A clock that was set back holds nobody back for longer.
  const hasPassed = (milliseconds: number, { lastAt }: Failures): boolean => Math.abs(clock() - lastAt) >= milliseconds;

  return {
    isHeldBack: (username) => {
      const failures = placeOf(username);
      return failures.count >= allowedFailures && !hasPassed(pauseMs, failures);
    },
    noteFailure: (username) => {
      const failures = placeOf(username);
      failures.count = hasPassed(forgottenAfterMs, failures) ? 1 : failures.count + 1;
      failures.lastAt = clock();
    },
    noteSuccess: (username) => {
      placeOf(username).count = 0;
    },
  };
}

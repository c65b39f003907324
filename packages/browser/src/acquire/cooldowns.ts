import type { Clock } from '@holdfast/core';
import { HoldfastError } from '@holdfast/core/calling';
import { TokenEndpointThrottled } from '@holdfast/oauth';

/** Pauses by name: what not to ask again yet. */
export interface Cooldowns {
  /**
   * Lets pass what has no pause.
   *
   * @throws {@link TokenEndpointThrottled}
   */
  check(name: string): void;
  /** Begins a pause where the authority asked for one. */
  note(name: string, error: unknown): void;
}

/** Makes an empty set of pauses. They end with the page: who reloads it asks again, as a person does. */
export function createCooldowns(clock: Clock): Cooldowns {
  const ends = new Map<string, number>();
  return {
    check(name) {
      const left = Math.ceil(((ends.get(name) ?? 0) - clock()) / 1000);
      if (left > 0) throw new TokenEndpointThrottled(left);
      ends.delete(name);
    },
    note(name, error) {
      const seconds = throttleSeconds(error);
      if (seconds !== undefined) ends.set(name, clock() + seconds * 1000);
    },
  };
}

const unsaidSeconds = 60;

/**
 * Reads how long the authority asks to be left alone.
 *
 * @see RFC 6585 section 4 (429); RFC 9110 section 15.6.4 (503) and 10.2.3 (`Retry-After`)
 */
function throttleSeconds(error: unknown): number | undefined {
  if (!(error instanceof HoldfastError)) return undefined;
  const { status, retryAfterSeconds } = error as { readonly status?: unknown; readonly retryAfterSeconds?: number };
  if (status === 429) return retryAfterSeconds ?? unsaidSeconds;
  return status === 503 ? retryAfterSeconds : undefined;
}

import { DeadlineExceeded } from '../errors/deadline-exceeded.ts';

/** A signal that fires when time is up. */
export interface Deadline {
  /** Fires with {@link DeadlineExceeded}, or with the caller's own reason when its signal fires first. */
  readonly signal: AbortSignal;
  /**
   * Waits for work, but no longer than until the signal fires, and rejects with the signal's reason then: work that ignores its signal must
   * not hold a caller. It is asked for here, so that what it throws at once is a rejection too.
   */
  race<T>(work: () => Promise<T>): Promise<T>;
  /** Stops the timer and lets go of the caller's signal; call it when the work is done. */
  clear(): void;
}

/** The longest delay a timer can hold; a longer one would fire at once. */
const maxTimerMs = 2_147_483_647;

/**
 * Makes a deadline, joined with a caller's signal.
 *
 * @param timeoutMs - milliseconds until the signal fires
 * @param signal - fires the deadline's signal early
 * @throws TypeError when `timeoutMs` is not between 1 and 2,147,483,647
 *
 * @example
 * ```ts
 * import { createDeadline } from '@holdfast/core';
 *
 * const deadline = createDeadline(10_000);
 * try {
 *   await fetch('https://localhost:8443/keys', { signal: deadline.signal });
 * } finally {
 *   deadline.clear();
 * }
 * ```
 */
export function createDeadline(timeoutMs: number, signal?: AbortSignal): Deadline {
  if (!(timeoutMs >= 1 && timeoutMs <= maxTimerMs)) throw new TypeError('A deadline must lie 1 to 2147483647 ms ahead');
  const controller = new AbortController();
  const timer = setTimeout(() => end(new DeadlineExceeded()), timeoutMs);
  const follow = (): void => end(signal?.reason);
  const clear = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', follow);
  };
  const end = (reason: unknown): void => {
    clear();
    controller.abort(reason);
  };
  if (signal?.aborted) follow();
  else signal?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    race: async (work) => Promise.race([work(), firing(controller.signal)]),
    clear,
  };
}

function firing(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const refuse = (): void => reject(signal.reason);
    if (signal.aborted) refuse();
    else signal.addEventListener('abort', refuse, { once: true });
  });
}

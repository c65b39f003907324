/** Options of {@link backoffDelay}. */
export interface BackoffOptions {
  /** Attempts that have failed since the first: 0 before the first retry. */
  readonly attempt: number;
  /** Upper bound of the first delay, in milliseconds. */
  readonly baseMs: number;
  /** Upper bound of every delay, in milliseconds. */
  readonly maxMs: number;
  /** A number from 0 (inclusive) to 1 (exclusive). @default `Math.random` */
  readonly random?: (() => number) | undefined;
}

/**
 * How long to wait before a retry: exponential with full jitter, so that clients which failed together do not return together.
 *
 * @param options - attempt and bounds
 * @returns whole milliseconds, at most `maxMs`
 */
export function backoffDelay(options: BackoffOptions): number {
  const { attempt, baseMs, maxMs, random = Math.random } = options;
  return Math.floor(random() * Math.min(maxMs, baseMs * 2 ** attempt));
}

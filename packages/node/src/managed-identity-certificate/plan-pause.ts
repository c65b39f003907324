import { backoffDelay } from '@holdfast/core';
import { TokenRequestRefused } from '@holdfast/oauth';

const backoff = { baseMs: 1000, maxMs: 30_000 } as const;

/** What comes before the next certificate is asked for. */
export interface PlannedPause {
  readonly delayMs: number;
  /** AADSTS numbers of the refusal, where there are any. */
  readonly errorCodes: readonly number[];
}

/**
 * Plans the pause after a refusal: with full jitter, and never shorter than `Retry-After`.
 *
 * @param attempt - 1 after the first refusal
 * @param random - from 0 to 1; `Math.random` unless told
 */
export function planPause(error: unknown, attempt: number, random: (() => number) | undefined): PlannedPause {
  const jitter = backoffDelay({ attempt: attempt - 1, ...backoff, random });
  if (!(error instanceof TokenRequestRefused)) return { delayMs: jitter, errorCodes: [] };
  return { delayMs: Math.max(jitter, (error.retryAfterSeconds ?? 0) * 1000), errorCodes: error.errorCodes };
}

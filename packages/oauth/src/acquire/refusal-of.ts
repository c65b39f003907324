import { HoldfastError } from '@holdfast/core';

/** What errors of authorities and of other sources of tokens may say about a refusal. */
export interface RefusalNumbers {
  readonly status?: number | undefined;
  readonly errorCodes?: readonly number[] | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** Reads the numbers of a refusal, whichever source it came from; of an error that is not ours nothing is read. */
export function refusalOf(error: unknown): RefusalNumbers {
  return error instanceof HoldfastError && 'status' in error ? (error as RefusalNumbers) : {};
}

/**
 * Tells how long the authority wants to be left alone.
 *
 * @see RFC 6585 section 4 (429); RFC 9110 section 15.6.4 (503) and 10.2.3 (`Retry-After`)
 */
export function throttleSeconds(error: unknown): number | undefined {
  const { status, retryAfterSeconds } = refusalOf(error);
  return status === 429 || status === 503 ? retryAfterSeconds : undefined;
}

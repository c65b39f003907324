import type { JsonValue } from '@holdfast/core';

/** Tells whether a claim is an instant: a whole number of seconds after 1970. */
export function isClaimTime(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

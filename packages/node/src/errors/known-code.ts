import { HoldfastError } from '@holdfast/core';

/** The code of an error of ours, for events; `ERR_UNKNOWN` for every other, of which nothing is told. */
export function knownCode(error: unknown): string {
  return error instanceof HoldfastError ? error.code : 'ERR_UNKNOWN';
}

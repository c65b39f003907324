import { wholeNumber } from '../options/whole-number.ts';

/** Limits that every store keeps. */
export interface StoreLimits {
  /** Grants of one identity in a minute, for the whole cluster: the most that callers can make the authority be asked. @default 60 */
  readonly grantsPerMinute?: number | undefined;
}

/** Limits with the defaults filled in. */
export interface ParsedStoreLimits {
  readonly grantsPerMinute: number;
  /** How long a refused hash is remembered of whose token nothing is known, in milliseconds. */
  readonly refusalMs: number;
}

const defaults = { grantsPerMinute: 60 } as const;
// The longest life that authorities give to tokens of clients that answer claims challenges, and a little more.
const refusalMs = 30 * 60 * 60 * 1000;

/**
 * Reads the limits of a store.
 *
 * @throws TypeError for anything but a positive whole number
 */
export function parseStoreLimits({ grantsPerMinute = defaults.grantsPerMinute }: StoreLimits): ParsedStoreLimits {
  return { grantsPerMinute: wholeNumber(grantsPerMinute, 'grantsPerMinute'), refusalMs };
}

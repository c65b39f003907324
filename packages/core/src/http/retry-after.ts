import { type Clock, epochSeconds } from '../base/clock.ts';
import { parseHttpDate } from './http-date.ts';

const maxSeconds = 3600;

/**
 * Parses `Retry-After`: seconds, or an HTTP date.
 *
 * Not checked: whether the pause is reasonable, but for the hour that it is cut to.
 *
 * @param value - the field value, `null` when the field is absent (as `Headers.get` says)
 * @param clock - tells the time that a date is compared with
 * @returns whole seconds to wait, 0 to 3600: a server cannot silence a client for longer than an hour; `undefined` when there is no usable value
 * @see RFC 9110 section 10.2.3
 *
 * @example
 * ```ts
 * import { parseRetryAfter } from '@holdfast/core';
 *
 * const response = await fetch('https://login.microsoftonline.com/common/discovery/instance');
 * console.log(parseRetryAfter(response.headers.get('retry-after'), Date.now) ?? 'no pause asked for');
 * ```
 */
export function parseRetryAfter(value: string | null, clock: Clock): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), maxSeconds);
  const now = epochSeconds(clock);
  const at = parseHttpDate(text, now);
  return at === undefined ? undefined : Math.min(Math.max(at - now, 0), maxSeconds);
}

/** Tells the time in milliseconds since 1970, like `Date.now`. */
export type Clock = () => number;

/** Whole seconds since 1970, rounded down: the unit of every time claim (RFC 7519 section 2). */
export function epochSeconds(clock: Clock): number {
  return Math.floor(clock() / 1000);
}

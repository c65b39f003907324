/** The life of a token, as seen when it is looked up. */
export type TokenState = 'fresh' | 'valid' | 'expiring' | 'expired' | 'revoked';

/** The instants that decide the state, in epoch seconds. */
export interface TokenTimes {
  readonly issuedAt: number;
  readonly refreshAt: number;
  readonly expiresAt: number;
}

const freshSeconds = 300;
const refreshBeforeExpirySeconds = 300;

/**
 * Tells the state of a token from the clock alone: `revoked` is known only from a refusal.
 *
 * @param now - epoch seconds
 */
export function tokenStateAt(times: TokenTimes, now: number): Exclude<TokenState, 'revoked'> {
  if (now >= times.expiresAt) return 'expired';
  if (now >= times.expiresAt - refreshWindow(times.expiresAt - times.issuedAt)) return 'expiring';
  return now < times.issuedAt + freshSeconds ? 'fresh' : 'valid';
}

/**
 * Tells when to refresh: at `refresh_in`, and never later than five minutes before expiry.
 *
 * A token that lives less than ten minutes is refreshed at half its life, or it would be refreshed all the time.
 *
 * @example
 * ```ts
 * import { refreshInstant } from '@holdfast/oauth/token-reply';
 *
 * console.log(refreshInstant(1000, 3600, undefined)); // 4300
 * ```
 */
export function refreshInstant(
  issuedAt: number,
  expiresInSeconds: number,
  refreshInSeconds: number | undefined,
): number {
  const latest = issuedAt + expiresInSeconds - refreshWindow(expiresInSeconds);
  return refreshInSeconds === undefined ? latest : Math.min(latest, issuedAt + refreshInSeconds);
}

function refreshWindow(lifeSeconds: number): number {
  return Math.min(refreshBeforeExpirySeconds, Math.ceil(lifeSeconds / 2));
}

import { epochSeconds, sha256Hex } from '@holdfast/core/calling';
import type { ClientSettings } from '../options/client-settings.ts';
import type { StoredTokens } from './stored-token.ts';
import type { TokenFlight } from './token-flight.ts';
import type { UsableToken } from './usable-token.ts';

/** Finds a token in storage that will do: right, not refused, and fresh enough. */
export type StoredTokenFinder = (flight: TokenFlight) => Promise<UsableToken | undefined>;

/** Makes the function that looks into storage before anybody is asked. */
export function createStoredTokenFinder(stored: StoredTokens, clock: ClientSettings['clock']): StoredTokenFinder {
  return async ({ place, account, wish, isRefresh }) => {
    const { claims, tokenHash, forceRefresh } = wish;
    if (forceRefresh || (claims !== undefined && tokenHash === undefined)) return undefined;
    const usable = await stored(place, wish, account);
    if (usable === undefined || epochSeconds(clock) >= (isRefresh ? usable.refreshAt : usable.expiresAt))
      return undefined;
    const isRefused = tokenHash !== undefined && tokenHash === (await sha256Hex(usable.accessToken));
    return isRefused ? undefined : usable;
  };
}

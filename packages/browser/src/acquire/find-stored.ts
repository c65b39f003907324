import { epochSeconds, sha256Hex } from '@holdfast/core/calling';
import type { ClientSettings } from '../options/client-settings.ts';
import type { StoredTokens } from './stored-token.ts';
import type { TokenFlight } from './token-flight.ts';
import type { UsableToken } from './usable-token.ts';

/** Finds a token in storage that will do: right, not refused, and fresh enough. */
export type StoredTokenFinder = (flight: TokenFlight) => Promise<UsableToken | undefined>;

/** Makes the function that looks into storage before anybody is asked: once, for all who look for the same at the same time. */
export function createStoredTokenFinder(stored: StoredTokens, clock: ClientSettings['clock']): StoredTokenFinder {
  const looks = new Map<string, Promise<UsableToken | undefined>>();
  const look: StoredTokenFinder = ({ place, account, wish }) => {
    const name = JSON.stringify(place);
    const begun = looks.get(name) ?? stored(place, wish, account).finally(() => looks.delete(name));
    looks.set(name, begun);
    return begun;
  };
  return async (flight) => {
    const { wish, isRefresh } = flight;
    const { claims, tokenHash, forceRefresh } = wish;
    if (forceRefresh || (claims !== undefined && tokenHash === undefined)) return undefined;
    const usable = await look(flight);
    if (usable === undefined || epochSeconds(clock) >= (isRefresh ? usable.refreshAt : usable.expiresAt))
      return undefined;
    const isRefused = tokenHash !== undefined && tokenHash === (await sha256Hex(usable.accessToken));
    return isRefused ? undefined : usable;
  };
}

import { InteractionRequired } from '../errors/interaction-required.ts';
import type { Locks } from '../locks/locks.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import { askInTime } from './ask-in-time.ts';
import { createCooldowns } from './cooldowns.ts';
import type { StoredTokenFinder } from './find-stored.ts';
import { createRefreshTokenRedeemer, type RefreshTokenRedeemerOptions } from './redeem-refresh-token.ts';
import type { FetchedToken, TokenFetcher, TokenFlight } from './token-flight.ts';
import type { UsableToken } from './usable-token.ts';

/** What {@link createTokenFetcher} needs. */
export interface TokenFetcherOptions extends RefreshTokenRedeemerOptions, Pick<ClientSettings, 'timeoutMs'> {
  readonly findStored: StoredTokenFinder;
  readonly locks: Locks;
  /** Signs in again without asking anybody, by a hidden frame. @default none: there is no frame */
  readonly renewSilently?: ((flight: TokenFlight, signal: AbortSignal) => Promise<UsableToken>) | undefined;
}

/**
 * Makes the function that asks the authority for a token which is in no storage: for the refresh token, at last by a hidden frame.
 *
 * Refresh tokens are good once, and two uses of one end the session, so tabs take turns. Whoever had to wait looks into storage again: mostly the other tab has
 * left a token there.
 */
export function createTokenFetcher(options: TokenFetcherOptions): TokenFetcher {
  const { findStored, locks, clock, timeoutMs, renewSilently } = options;
  const redeem = createRefreshTokenRedeemer(options);
  const cooldowns = createCooldowns(clock);

  const refresh = async (flight: TokenFlight, signal: AbortSignal): Promise<FetchedToken | undefined> => {
    const found = await findStored(flight);
    if (found !== undefined) return { usable: found, origin: 'vault' };
    const usable = await redeem(flight, signal);
    return usable && { usable, origin: 'network' };
  };

  const ask: TokenFetcher = async (flight, signal) => {
    const { partition, session } = flight.place;
    const { sources, claims } = flight.wish;
    if (sources.includes('refresh-token')) {
      const take = (ended: AbortSignal) => locks(`${partition} ${session}`, () => refresh(flight, ended), ended);
      // Not ended by whoever asked: a refresh token that was sent is spent, and the answer has to be kept although nobody waits for it any more.
      const fetched = await askInTime(take, { timeoutMs });
      if (fetched !== undefined) return fetched;
    }
    if (renewSilently === undefined || !sources.includes('frame')) {
      throw new InteractionRequired({ reason: 'login_required', claims });
    }
    return { usable: await renewSilently(flight, signal), origin: 'network' };
  };

  return async (flight, signal) => {
    const name = JSON.stringify(flight.place);
    cooldowns.check(name);
    try {
      return await ask(flight, signal);
    } catch (error) {
      cooldowns.note(name, error);
      throw error;
    }
  };
}

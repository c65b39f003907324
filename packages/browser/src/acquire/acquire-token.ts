import type { EventSink } from '@holdfast/core';
import { epochSeconds, sha256Hex } from '@holdfast/core/calling';
import type { RefreshReason } from '@holdfast/oauth';
import type { Account } from '../account/account.ts';
import type { BrowserEvent } from '../events/browser-event.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import { sessionName } from '../vault/read-session.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { type AskingFacts, createAcquisitionTeller } from './acquisition-teller.ts';
import type { StoredTokenFinder } from './find-stored.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { SharedFetcher } from './shared-fetch.ts';
import type { AcquiredToken, TokenFlight } from './token-flight.ts';
import type { TokenMemory } from './token-memory.ts';

/** Gives tokens from memory, from storage, or from one request that all callers share. */
export type TokenAcquirer = (wish: ParsedRequest, account: Account) => Promise<AcquiredToken>;

/** What {@link createTokenAcquirer} needs. */
export interface TokenAcquirerOptions extends Pick<ClientSettings, 'clock'> {
  readonly partition: string;
  readonly memory: TokenMemory;
  readonly vault: Pick<TokenVault, 'dropToken'>;
  readonly findStored: StoredTokenFinder;
  readonly fetchToken: SharedFetcher;
  readonly emit: EventSink<BrowserEvent>;
}

const refreshPauseMs = 30_000;

/** Makes the engine: look, decide, ask once, tell. */
export function createTokenAcquirer(options: TokenAcquirerOptions): TokenAcquirer {
  const { partition, memory, vault, clock, findStored, fetchToken, emit } = options;
  const pauses = new Map<string, number>();
  const teller = createAcquisitionTeller(clock, emit);

  const get = async (flight: TokenFlight, facts: AskingFacts): Promise<AcquiredToken> => {
    const { epoch } = memory;
    try {
      const usable = await findStored(flight);
      if (usable === undefined) return await fetchToken(flight);
      memory.write(flight.place, usable, epoch);
      return { usable, origin: 'vault' };
    } catch (error) {
      teller.failed(flight.wish, error, facts);
      throw error;
    }
  };

  const refresh = (flight: TokenFlight): void => {
    const name = `${flight.place.session} ${flight.place.token}`;
    if (clock() < (pauses.get(name) ?? 0)) return;
    // Until it is done, and a while longer where it fails: nobody waits for it, and nobody is delayed by it.
    pauses.set(name, clock() + refreshPauseMs);
    const wish = { ...flight.wish, claims: undefined, tokenHash: undefined, signal: undefined };
    const facts = { startedMs: clock(), reason: 'proactive' } as const;
    get({ ...flight, wish, isRefresh: true }, facts).then(
      (acquired) => teller.acquired(wish, acquired, facts),
      () => undefined,
    );
  };

  return async (wish, account) => {
    const { tokenName, claims, tokenHash, forceRefresh } = wish;
    const startedMs = clock();
    const session = sessionName(account);
    const flight = { place: { partition, session, token: tokenName }, account, wish, isRefresh: false };
    const found = memory.find(session, tokenName);
    const now = epochSeconds(clock);
    let reason: RefreshReason = found === undefined ? 'no-cached-token' : 'expired';
    if (found !== undefined && now < found.expiresAt) {
      if (tokenHash !== undefined && tokenHash === (await sha256Hex(found.accessToken))) {
        // Worthless: handing it to anybody would only be refused again.
        memory.drop(session, tokenName, found);
        await vault.dropToken(flight.place);
        reason = 'token-hash';
      } else if (forceRefresh) reason = 'force-refresh';
      else if (claims !== undefined && tokenHash === undefined) reason = 'claims';
      else {
        const acquired = { usable: found, origin: 'memory' } as const;
        const isDue = now >= found.refreshAt && wish.sources.includes('refresh-token');
        if (isDue) refresh(flight);
        teller.acquired(wish, acquired, { startedMs, reason: isDue ? 'proactive' : undefined });
        return acquired;
      }
    }
    const acquired = await get(flight, { startedMs, reason });
    teller.acquired(wish, acquired, { startedMs, reason });
    return acquired;
  };
}

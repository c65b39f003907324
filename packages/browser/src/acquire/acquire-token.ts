import type { EventSink } from '@holdfast/core';
import { createSingleFlight, epochSeconds, HoldfastError, sha256Hex } from '@holdfast/core/calling';
import type { RefreshReason } from '@holdfast/oauth';
import type { Account } from '../account/account.ts';
import type { BrowserEvent } from '../events/browser-event.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { TokenOrigin } from '../request/token-result.ts';
import { sessionName } from '../vault/read-session.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { subjectOf } from './describe-token.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { FetchedToken, TokenFetcher, TokenFlight } from './token-flight.ts';
import type { TokenMemory } from './token-memory.ts';
import type { UsableToken } from './usable-token.ts';

/** A token and how it came. */
export interface AcquiredToken {
  readonly usable: UsableToken;
  readonly origin: TokenOrigin;
}

/** Gives tokens from memory, or from one request that all callers share. */
export type TokenAcquirer = (wish: ParsedRequest, account: Account) => Promise<AcquiredToken>;

/** What {@link createTokenAcquirer} needs. */
export interface TokenAcquirerOptions extends Pick<ClientSettings, 'clock'> {
  readonly partition: string;
  readonly memory: TokenMemory;
  readonly vault: Pick<TokenVault, 'dropToken'>;
  readonly fetchToken: TokenFetcher;
  readonly emit: EventSink<BrowserEvent>;
}

const refreshPauseMs = 30_000;

/** Makes the engine: look, decide, ask once, tell. */
export function createTokenAcquirer(options: TokenAcquirerOptions): TokenAcquirer {
  const { partition, memory, vault, clock, fetchToken, emit } = options;
  const flights = createSingleFlight<FetchedToken>();
  const pauses = new Map<string, number>();

  const fly = async (flight: TokenFlight, reason: RefreshReason): Promise<AcquiredToken> => {
    const { place, wish } = flight;
    const { claims, tokenHash, forceRefresh, sources } = wish;
    const startedMs = clock();
    let origin: TokenOrigin = 'shared';
    // Who brings claims must not be given an answer that was asked for without them, and so with the rest.
    const question = JSON.stringify([place, claims, tokenHash, forceRefresh, sources, flight.isRefresh]);
    const work = async (signal: AbortSignal): Promise<FetchedToken> => {
      const { epoch } = memory;
      try {
        const fetched = await fetchToken(flight, signal);
        memory.write(place, fetched.usable, epoch);
        origin = fetched.origin;
        return fetched;
      } catch (error) {
        const code = error instanceof HoldfastError ? error.code : 'ERR_UNKNOWN';
        const subject = subjectOf(wish, clock() - startedMs);
        if (!signal.aborted) emit({ name: 'token.failed', code, refreshReason: reason, ...subject });
        throw error;
      }
    };
    const { usable } = await flights.run(question, work, wish.signal);
    return { usable, origin };
  };

  const tell = (
    wish: ParsedRequest,
    { origin, usable }: AcquiredToken,
    { startedMs, reason }: { readonly startedMs: number; readonly reason: RefreshReason | undefined },
  ): void => {
    const { bindingThumbprint } = usable;
    const subject = subjectOf(wish, clock() - startedMs);
    emit({ name: 'token.acquired', source: origin, bindingThumbprint, refreshReason: reason, ...subject });
  };

  const refresh = (flight: TokenFlight): void => {
    const name = `${flight.place.session} ${flight.place.token}`;
    if (clock() < (pauses.get(name) ?? 0)) return;
    // Until it is done, and a while longer where it fails: nobody waits for it, and nobody is delayed by it.
    pauses.set(name, clock() + refreshPauseMs);
    const wish = { ...flight.wish, claims: undefined, tokenHash: undefined, signal: undefined };
    const startedMs = clock();
    fly({ ...flight, wish, isRefresh: true }, 'proactive').then(
      (acquired) => tell(wish, acquired, { startedMs, reason: 'proactive' }),
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
        tell(wish, acquired, { startedMs, reason: isDue ? 'proactive' : undefined });
        return acquired;
      }
    }
    const acquired = await fly(flight, reason);
    tell(wish, acquired, { startedMs, reason });
    return acquired;
  };
}

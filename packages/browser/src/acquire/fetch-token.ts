import { createDeadline, DeadlineExceeded, type EventSink, epochSeconds, sha256Hex } from '@holdfast/core';
import { TokenEndpointFailed } from '@holdfast/oauth';
import type { Account } from '../account/account.ts';
import { InteractionRequired } from '../errors/interaction-required.ts';
import type { RecordRefused } from '../events/browser-event.ts';
import type { Locks } from '../locks/locks.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { KeyReserve } from '../proof-keys/key-reserve.ts';
import { explainRefusal, isGrantSpent } from '../token-endpoint/explain-refusal.ts';
import type { TokenRequester } from '../token-endpoint/request-token.ts';
import { readSession, sessionName } from '../vault/read-session.ts';
import type { TokenPlace, TokenVault } from '../vault/token-vault.ts';
import { chooseBinding, toKeptToken } from './keep-token.ts';
import type { ParsedRequest } from './parse-request.ts';
import { isSamePerson } from './same-person.ts';
import type { StoredTokens } from './stored-token.ts';
import type { UsableToken } from './usable-token.ts';

/** One flight for a token: where it belongs, whose it is, what it is asked with. */
export interface TokenFlight {
  readonly place: TokenPlace;
  readonly account: Account;
  readonly wish: ParsedRequest;
  /** Whether a token that is due will not do, though it has not expired. */
  readonly isRefresh: boolean;
}

/** A token that was not in memory, and where it was. */
export interface FetchedToken {
  readonly usable: UsableToken;
  readonly origin: 'vault' | 'network';
}

/** What {@link createTokenFetcher} needs. */
export interface TokenFetcherOptions extends Pick<ClientSettings, 'clock' | 'timeoutMs'> {
  readonly environment: string;
  readonly vault: TokenVault;
  readonly stored: StoredTokens;
  readonly locks: Locks;
  readonly keys: KeyReserve;
  readonly requestToken: TokenRequester;
  readonly emit: EventSink<RecordRefused>;
  /** Signs in again without asking anybody, by a hidden frame. @default none: there is no frame */
  readonly renewSilently?: ((flight: TokenFlight, signal: AbortSignal) => Promise<UsableToken>) | undefined;
}

/**
 * Makes the function that gets a token which is not in memory: from storage, for the refresh token, at last by a hidden frame.
 *
 * Refresh tokens are good once, and two uses of one end the session, so tabs take turns. Whoever had to wait looks into storage again: mostly the other tab has
 * left a token there.
 */
export function createTokenFetcher(
  options: TokenFetcherOptions,
): (flight: TokenFlight, signal: AbortSignal) => Promise<FetchedToken> {
  const { vault, stored, locks, keys, clock, environment, timeoutMs, requestToken, emit, renewSilently } = options;

  const look = async ({ place, account, wish, isRefresh }: TokenFlight): Promise<UsableToken | undefined> => {
    const { claims, tokenHash, forceRefresh } = wish;
    if (forceRefresh || (claims !== undefined && tokenHash === undefined)) return undefined;
    const usable = await stored(place, wish, account);
    if (usable === undefined || epochSeconds(clock) >= (isRefresh ? usable.refreshAt : usable.expiresAt))
      return undefined;
    const isRefused = tokenHash !== undefined && tokenHash === (await sha256Hex(usable.accessToken));
    return isRefused ? undefined : usable;
  };

  const refresh = async (flight: TokenFlight, signal: AbortSignal): Promise<FetchedToken | undefined> => {
    const { place, wish } = flight;
    const found = await look(flight);
    if (found !== undefined) return { usable: found, origin: 'vault' };
    const session = readSession(await vault.session(place), environment);
    // A record may have been put in the place of another person's.
    if (session === undefined || sessionName(session.account) !== place.session) throw signedOut();
    const { refreshToken, account } = session;
    if (refreshToken === undefined) return undefined;
    const binding = await chooseBinding(wish, keys, clock);
    try {
      const grant = { grant_type: 'refresh_token', refresh_token: refreshToken } as const;
      const reply = await requestToken(grant, { ...wish, scheme: binding.scheme }, signal);
      if (!isSamePerson(reply, account)) {
        // Another script has put it there. It is good for somebody, and nobody who is meant.
        emit({ name: 'vault.record-refused', reason: 'owner' });
        await vault.dropRefreshToken(place, refreshToken);
        return undefined;
      }
      const { usable, record } = toKeptToken(reply, binding, { account, scopes: wish.scopes });
      const entry = { session: { account, refreshToken: reply.refreshToken ?? refreshToken }, token: record };
      if (!(await vault.replace(place, entry, refreshToken))) throw signedOut();
      return { usable, origin: 'network' };
    } catch (error) {
      const required = explainRefusal(error, wish.claims);
      if (isGrantSpent(error)) {
        await vault.dropRefreshToken(place, refreshToken);
        if (required === undefined || required.suberror === 'bad_token') return undefined;
      }
      throw required ?? error;
    }
  };

  return async (flight, signal) => {
    const found = await look(flight);
    if (found !== undefined) return { usable: found, origin: 'vault' };
    const { partition, session } = flight.place;
    const { sources, claims } = flight.wish;
    // Not ended by whoever asked: a refresh token that was sent is spent, and the answer has to be kept although nobody waits for it any more.
    const deadline = createDeadline(timeoutMs);
    try {
      const work = (): Promise<FetchedToken | undefined> => refresh(flight, deadline.signal);
      const take = (): Promise<FetchedToken | undefined> => locks(`${partition} ${session}`, work, deadline.signal);
      const fetched = sources.includes('refresh-token') ? await deadline.race(take) : undefined;
      if (fetched !== undefined) return fetched;
    } catch (error) {
      const isTimeout = error === deadline.signal.reason && error instanceof DeadlineExceeded;
      throw isTimeout ? new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_TIMEOUT') : error;
    } finally {
      deadline.clear();
    }
    if (renewSilently === undefined || !sources.includes('frame')) {
      throw new InteractionRequired({ reason: 'login_required', claims });
    }
    return { usable: await renewSilently(flight, signal), origin: 'network' };
  };
}

/** Nobody is signed in here: perhaps somebody was, until a moment ago. */
export function signedOut(): InteractionRequired {
  return new InteractionRequired({ reason: 'no_account' });
}

import type { EventSink } from '@holdfast/core';
import { createDeadline, DeadlineExceeded } from '@holdfast/core/calling';
import { TokenEndpointFailed } from '@holdfast/oauth';
import { InteractionRequired } from '../errors/interaction-required.ts';
import type { RecordRefused } from '../events/browser-event.ts';
import type { Locks } from '../locks/locks.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { KeyReserve } from '../proof-keys/key-reserve.ts';
import { explainRefusal, isGrantSpent } from '../token-endpoint/explain-refusal.ts';
import type { TokenRequester } from '../token-endpoint/request-token.ts';
import { readSession, sessionName } from '../vault/read-session.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { createCooldowns } from './cooldowns.ts';
import type { StoredTokenFinder } from './find-stored.ts';
import { chooseBinding, toKeptToken } from './keep-token.ts';
import { isSamePerson } from './same-person.ts';
import { signedOut } from './signed-out.ts';
import type { FetchedToken, TokenFetcher, TokenFlight } from './token-flight.ts';
import type { UsableToken } from './usable-token.ts';

/** What {@link createTokenFetcher} needs. */
export interface TokenFetcherOptions extends Pick<ClientSettings, 'clock' | 'timeoutMs'> {
  readonly environment: string;
  readonly vault: TokenVault;
  readonly findStored: StoredTokenFinder;
  readonly locks: Locks;
  readonly keys: KeyReserve;
  readonly requestToken: TokenRequester;
  readonly emit: EventSink<RecordRefused>;
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
  const { vault, findStored, locks, keys, clock, environment, timeoutMs, requestToken, emit, renewSilently } = options;

  const cooldowns = createCooldowns(clock);

  const refresh = async (flight: TokenFlight, signal: AbortSignal): Promise<FetchedToken | undefined> => {
    const { place, wish } = flight;
    const found = await findStored(flight);
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

  const ask: TokenFetcher = async (flight, signal) => {
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

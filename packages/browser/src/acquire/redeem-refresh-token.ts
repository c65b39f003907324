import type { EventSink } from '@holdfast/core';
import type { RecordRefused } from '../events/browser-event.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { KeyReserve } from '../proof-keys/key-reserve.ts';
import { explainRefusal, isGrantSpent } from '../token-endpoint/explain-refusal.ts';
import type { TokenRequester } from '../token-endpoint/request-token.ts';
import { readSession, sessionName } from '../vault/read-session.ts';
import type { TokenVault } from '../vault/token-vault.ts';
import { chooseBinding, toKeptToken } from './keep-token.ts';
import { isSamePerson } from './same-person.ts';
import { signedOut } from './signed-out.ts';
import type { TokenFlight } from './token-flight.ts';
import type { UsableToken } from './usable-token.ts';

/** What {@link createRefreshTokenRedeemer} needs. */
export interface RefreshTokenRedeemerOptions extends Pick<ClientSettings, 'clock'> {
  readonly environment: string;
  readonly vault: Pick<TokenVault, 'session' | 'replace' | 'dropRefreshToken'>;
  readonly keys: KeyReserve;
  readonly requestToken: TokenRequester;
  readonly emit: EventSink<RecordRefused>;
}

/** Redeems the refresh token of a session; undefined where there is none that the authority takes, so that something else may help. */
export type RefreshTokenRedeemer = (flight: TokenFlight, signal: AbortSignal) => Promise<UsableToken | undefined>;

/**
 * Makes the function that turns a refresh token into a token bound to a key from the reserve, and puts both, with the next refresh token, in one step.
 *
 * Not checked: that no other tab does the same; whoever calls holds the lock of the session.
 *
 * @throws from the returned function: what {@link TokenRequester} throws; {@link InteractionRequired} where a person has to be asked, or the session has ended
 * @see RFC 6749 section 6
 */
export function createRefreshTokenRedeemer(options: RefreshTokenRedeemerOptions): RefreshTokenRedeemer {
  const { vault, keys, clock, environment, requestToken, emit } = options;
  return async ({ place, wish }, signal) => {
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
      return usable;
    } catch (error) {
      const required = explainRefusal(error, wish.claims);
      if (isGrantSpent(error)) {
        await vault.dropRefreshToken(place, refreshToken);
        if (required === undefined || required.suberror === 'bad_token') return undefined;
      }
      throw required ?? error;
    }
  };
}

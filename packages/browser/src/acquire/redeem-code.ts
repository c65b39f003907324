import type { JsonObject } from '@holdfast/core';
import { TokenReplyMalformed } from '@holdfast/oauth';
import type { Account } from '../account/account.ts';
import { toAccount } from '../account/to-account.ts';
import { InteractionRequired } from '../errors/interaction-required.ts';
import type { IdTokenValidator } from '../id-token/validate-id-token.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { KeyReserve } from '../proof-keys/key-reserve.ts';
import { codeGrant } from '../token-endpoint/build-grant.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import { explainRefusal } from '../token-endpoint/explain-refusal.ts';
import type { TokenRequester } from '../token-endpoint/request-token.ts';
import { sessionName } from '../vault/read-session.ts';
import type { TokenPlace, TokenVault } from '../vault/token-vault.ts';
import { askInTime } from './ask-in-time.ts';
import { chooseBinding, toKeptToken } from './keep-token.ts';
import type { ParsedRequest } from './parse-request.ts';
import { signedOut } from './signed-out.ts';
import type { UsableToken } from './usable-token.ts';

/** Redeems the code of a sign-in. */
export interface Redemption {
  readonly answer: CodeAnswer;
  /** The request of the answer, read. */
  readonly wish: ParsedRequest;
  /** Whose session is renewed, without asking: nobody else's answer will do, and none where it has ended. @default none: somebody signs in */
  readonly renews?: { readonly account: Account; readonly refreshToken: string | undefined } | undefined;
}

/** A token, and where it was put. */
export interface RedeemedToken {
  readonly usable: UsableToken;
  readonly place: TokenPlace;
}

/** What {@link createCodeRedeemer} needs. */
export interface CodeRedeemerOptions extends Pick<ClientSettings, 'clock' | 'timeoutMs'> {
  readonly partition: string;
  readonly environment: string;
  readonly vault: Pick<TokenVault, 'signIn' | 'replace'>;
  readonly keys: KeyReserve;
  readonly requestToken: TokenRequester;
  readonly validateIdToken: IdTokenValidator;
}

/**
 * Makes the function that turns the code of an answer into a session: a token bound to a key from the reserve, an account whose id_token was validated, and all
 * of it put in one step.
 *
 * @throws from the returned function: what {@link TokenRequester} and {@link IdTokenValidator} throw; {@link TokenReplyMalformed} for a reply without an id_token;
 * {@link InteractionRequired} where somebody else answered than was asked, or the session has ended
 * @see OpenID Connect Core 1.0 section 3.1.3
 */
export function createCodeRedeemer(options: CodeRedeemerOptions): (redemption: Redemption) => Promise<RedeemedToken> {
  const { partition, environment, vault, keys, clock, timeoutMs, requestToken, validateIdToken } = options;

  const redeem = async ({ answer, wish, renews }: Redemption, signal: AbortSignal): Promise<RedeemedToken> => {
    const binding = await chooseBinding(wish, keys, clock);
    const reply = await requestToken(codeGrant(answer), { ...wish, scheme: binding.scheme }, signal);
    if (reply.idToken === undefined) throw new TokenReplyMalformed({ detail: 'id_token' });
    const { nonce, issuer } = answer;
    const claims: JsonObject = await validateIdToken(reply.idToken, { nonce, issuer }, signal);
    const account = Object.freeze(
      toAccount(claims, { ...reply, clientInfo: reply.clientInfo ?? answer.clientInfo, environment }),
    );
    const place = { partition, session: sessionName(account), token: wish.tokenName };
    if (renews !== undefined && sessionName(renews.account) !== place.session) {
      throw new InteractionRequired({ reason: 'login_required', claims: wish.claims });
    }
    const { usable, record } = toKeptToken(reply, binding, { account, scopes: wish.scopes });
    const entry = { session: { account, refreshToken: reply.refreshToken }, token: record };
    if (renews === undefined) await vault.signIn(place, entry);
    else if (!(await vault.replace(place, entry, renews.refreshToken))) throw signedOut();
    return { usable, place };
  };

  return async (redemption) => {
    const { signal, claims } = redemption.wish;
    try {
      return await askInTime((ended) => redeem(redemption, ended), { timeoutMs, signal });
    } catch (error) {
      throw explainRefusal(error, claims) ?? error;
    }
  };
}

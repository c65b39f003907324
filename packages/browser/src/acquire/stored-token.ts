import type { EventSink, JsonObject } from '@holdfast/core';
import { epochSeconds } from '@holdfast/core/calling';
import type { Account } from '../account/account.ts';
import type { RecordRefused } from '../events/browser-event.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import { loadProofKey } from '../proof-keys/proof-key.ts';
import { readToken } from '../vault/read-token.ts';
import type { TokenPlace, TokenVault } from '../vault/token-vault.ts';
import type { ParsedRequest } from './parse-request.ts';
import { readPlainly, readPlainlyBound } from './plain-binding.ts';
import type { UsableToken } from './usable-token.ts';

/** Finds a token in storage; what is found there and is not right is removed. */
export type StoredTokens = (
  place: TokenPlace,
  wish: Pick<ParsedRequest, 'scheme' | 'popKid'>,
  account: Account,
) => Promise<UsableToken | undefined>;

/**
 * Reads the claims of a token that is bound to a key, however it says so.
 *
 * @returns undefined for a token that is not
 */
export type BindingJudge = (accessToken: string, thumbprint: string) => Promise<JsonObject | undefined>;

/** What {@link createStoredTokens} needs. */
export interface StoredTokensOptions extends Pick<ClientSettings, 'clientId' | 'clock'> {
  readonly vault: Pick<TokenVault, 'token' | 'dropToken'>;
  /** The whole check, for what does not say it plainly. */
  readonly judgeBinding: BindingJudge;
  readonly emit: EventSink<RecordRefused>;
}

/**
 * Makes the function that believes nothing of what storage says: form, owner, key and binding are checked, once for each token and page.
 *
 * Not checked: that the token is the authority's; the API finds out. Who can write to this storage can also call this client.
 */
export function createStoredTokens(options: StoredTokensOptions): StoredTokens {
  const { vault, clientId, clock, emit, judgeBinding } = options;
  return async (place, { scheme, popKid }, account) => {
    const value = await vault.token(place);
    if (value === undefined) return undefined;
    const refuse = async (reason: RecordRefused['reason']): Promise<undefined> => {
      emit({ name: 'vault.record-refused', reason });
      await vault.dropToken(place);
    };
    const record = readToken(value, epochSeconds(clock));
    if (record === undefined || record.scheme !== scheme) return refuse('shape');
    const { keyPair, accessToken } = record;
    const { scopes, refreshAt, expiresAt } = record;
    const found = { account, accessToken, scheme, scopes, refreshAt, expiresAt };
    if (scheme === 'bearer') {
      // It may be anything. But what was bound to a key must not go out as a bearer token because another script has moved it here.
      const claims = readPlainly(accessToken.split('.')[1] ?? '');
      const { kid, jwk } = (claims['cnf'] ?? {}) as JsonObject;
      if (kid !== undefined || jwk !== undefined) return refuse('binding');
      const bare = { ...found, bindingThumbprint: undefined, signer: undefined };
      return isOwn(claims, account, clientId) ? bare : refuse('owner');
    }
    if ((keyPair === undefined) !== (popKid !== undefined)) return refuse('key');
    const key = keyPair === undefined ? undefined : await loadProofKey(keyPair).catch(() => undefined);
    const bindingThumbprint = popKid ?? key?.signer.thumbprint;
    if (bindingThumbprint === undefined) return refuse('key');
    const plainly = readPlainlyBound(accessToken, bindingThumbprint);
    const claims = plainly ?? (await judgeBinding(accessToken, bindingThumbprint));
    if (claims === undefined) return refuse('binding');
    if (!isOwn(claims, account, clientId)) return refuse('owner');
    return { ...found, bindingThumbprint, signer: key?.signer };
  };
}

/**
 * Tells whether a token can be one of this person and this application, as far as both sides say: `oid` and `tid` of Entra, and whom it was issued to.
 *
 * Another person's token in this place would send what this person does to another account.
 */
function isOwn(claims: JsonObject, { idTokenClaims }: Account, clientId: string): boolean {
  const isSame = (name: string): boolean =>
    [claims[name], idTokenClaims[name]].includes(undefined) || claims[name] === idTokenClaims[name];
  const { azp, appid, client_id } = claims;
  return isSame('oid') && isSame('tid') && (azp ?? appid ?? client_id ?? clientId) === clientId;
}

import { decodeCompactJws, type JsonObject } from '@holdfast/core';
import type { Account } from '../account/account.ts';
import { toAccount } from '../account/to-account.ts';
import type { UserTokenReply } from '../token-endpoint/request-token.ts';

/**
 * Tells whether the answer to a refresh token is about the person whose session it is for, as far as it says.
 *
 * Storage is everybody's: whoever leaves his own refresh token in the session of another would have all that she does from then on done for his account.
 *
 * Not checked: the signature of the id_token, which came from the token endpoint itself.
 *
 * @throws {@link JwsInvalid}, {@link TokenReplyMalformed} for an id_token or a `client_info` that cannot be read
 * @see OpenID Connect Core 1.0 section 12.2
 */
export function isSamePerson(
  { idToken, clientInfo }: Pick<UserTokenReply, 'idToken' | 'clientInfo'>,
  { homeAccountId, environment, idTokenClaims }: Account,
): boolean {
  const claims = idToken === undefined ? (idTokenClaims as JsonObject) : decodeCompactJws(idToken).payload;
  const isSame = ['iss', 'sub', 'tid'].every((name) => claims[name] === idTokenClaims[name]);
  return (
    isSame &&
    (clientInfo === undefined || toAccount(claims, { clientInfo, environment }).homeAccountId === homeAccountId)
  );
}

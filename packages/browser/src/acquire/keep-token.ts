import type { SigningKey } from '@holdfast/core';
import { epochSeconds } from '@holdfast/core/calling';
import { type AuthorizationScheme, bearerScheme } from '@holdfast/oauth';
import { createPopScheme, refreshInstant } from '@holdfast/oauth/token-reply';
import type { Account } from '../account/account.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { KeyReserve } from '../proof-keys/key-reserve.ts';
import type { ProofKey } from '../proof-keys/proof-key.ts';
import type { UserTokenReply } from '../token-endpoint/request-token.ts';
import type { TokenRecord } from '../vault/token-vault.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { UsableToken } from './usable-token.ts';

/** What a token will be bound to: chosen before it is asked for. */
export interface Binding {
  readonly scheme: AuthorizationScheme;
  /** Absent for a bearer token, and for a key of the page's own. */
  readonly key: ProofKey | undefined;
  /** Epoch seconds; taken before the request, for a slow answer must not make a token look younger than it is. */
  readonly issuedAt: number;
}

/** A token in both of its forms: for this page, and for storage. */
export interface KeptToken {
  readonly usable: UsableToken;
  readonly record: TokenRecord;
}

/** Chooses what the next token is bound to: a key that nothing was bound to before, from the reserve. */
export async function chooseBinding(
  { scheme, popKid }: Pick<ParsedRequest, 'scheme' | 'popKid'>,
  keys: KeyReserve,
  clock: ClientSettings['clock'],
): Promise<Binding> {
  const key = scheme === 'pop' && popKid === undefined ? await keys.take() : undefined;
  const issuedAt = epochSeconds(clock);
  if (scheme === 'bearer') return { scheme: bearerScheme, key, issuedAt };
  // By `kid` nothing but the thumbprint is sent.
  const named = (key?.signer ?? { thumbprint: popKid }) as SigningKey;
  return { scheme: createPopScheme('kid', named), key, issuedAt };
}

/** Makes a token of a reply that was checked against its binding. */
export function toKeptToken(
  { accessToken, expiresInSeconds, refreshInSeconds, scopes: granted }: UserTokenReply,
  { scheme: asked, key, issuedAt }: Binding,
  { account, scopes }: { readonly account: Account; readonly scopes: readonly string[] },
): KeptToken {
  const token = {
    accessToken,
    scheme: asked.name === 'bearer' ? 'bearer' : 'pop',
    scopes: Object.freeze([...(granted ?? scopes)]),
    refreshAt: refreshInstant(issuedAt, expiresInSeconds, refreshInSeconds),
    expiresAt: issuedAt + expiresInSeconds,
  } as const;
  const bindingThumbprint = asked.binding?.thumbprint;
  return {
    usable: Object.freeze({ ...token, account, bindingThumbprint, signer: key?.signer }),
    record: { ...token, issuedAt, keyPair: key?.pair },
  };
}

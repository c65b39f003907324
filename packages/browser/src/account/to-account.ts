import { decodeBase64url, decodeUtf8, type JsonObject, parseStrictJsonObject } from '@holdfast/core';
import { TokenReplyMalformed } from '@holdfast/oauth';
import type { Account } from './account.ts';

/** What an account is made of, beside the claims. */
export interface AccountOrigin {
  /** `client_info` of the token reply. @default none: the account is known by its `sub` */
  readonly clientInfo?: unknown;
  /** The text that the claims were in. @default none: it is not kept */
  readonly idToken?: string | undefined;
  /** Host, and port where it is not 443, of the authority. */
  readonly environment: string;
}

const idPart = /^[\w-]{1,128}$/;

/**
 * Makes an account of the claims of an id_token.
 *
 * Not checked: the claims; validate the id_token first.
 *
 * @throws {@link TokenReplyMalformed} for a `client_info` that cannot be read
 */
export function toAccount(claims: JsonObject, { clientInfo, idToken, environment }: AccountOrigin): Account {
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === 'string' ? value : undefined;
  };
  const sub = text('sub') ?? '';
  const name = text('name');
  return {
    homeAccountId: clientInfo === undefined ? sub : readHomeId(clientInfo),
    localAccountId: text('oid') ?? sub,
    tenantId: text('tid') ?? '',
    environment,
    username: text('preferred_username') ?? text('upn') ?? '',
    ...(name === undefined ? {} : { name }),
    idTokenClaims: claims,
    ...(idToken === undefined ? {} : { idToken }),
  };
}

function readHomeId(clientInfo: unknown): string {
  try {
    const { uid, utid } = parseStrictJsonObject(decodeUtf8(decodeBase64url(String(clientInfo))), { maxLength: 4096 });
    // Without a dot in either, two people cannot have one name.
    if ([uid, utid].every((part) => typeof part === 'string' && idPart.test(part))) return `${uid}.${utid}`;
  } catch {
    // Malformed in another way.
  }
  throw new TokenReplyMalformed({ detail: 'client_info' });
}

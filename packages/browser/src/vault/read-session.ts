import type { JsonObject } from '@holdfast/core';
import type { Account } from '../account/account.ts';
import type { SessionRecord } from './token-vault.ts';

const longestText = 1024;
const longestToken = 16_384;
const longestClaims = 65_536;

/** Names the session of an account: the person, in one tenant. */
export function sessionName({ homeAccountId, tenantId }: Pick<Account, 'homeAccountId' | 'tenantId'>): string {
  return JSON.stringify([homeAccountId, tenantId]);
}

/**
 * Reads what storage says of a session, and makes a record of its own of it.
 *
 * Not checked: that it is true. A script of this origin could have written it, so the claims in it are for showing, and the refresh token is good
 * for whatever the authority says.
 *
 * @param environment - host of the authority that the client is configured with
 * @returns undefined for everything that this client would not have written
 */
export function readSession(value: unknown, environment: string): SessionRecord | undefined {
  const { account, refreshToken } = membersOf(value);
  const { homeAccountId, localAccountId, tenantId, username, name, idTokenClaims, idToken, ...others } =
    membersOf(account);
  const texts = [homeAccountId, localAccountId, tenantId, username, name ?? ''];
  const isAccount = texts.every(isText) && homeAccountId !== '' && others['environment'] === environment;
  const claims = readClaims(idTokenClaims);
  if (!isAccount || claims === undefined || ![refreshToken, idToken].every(isTokenText)) return undefined;
  const texted = { homeAccountId, localAccountId, tenantId, username } as Record<keyof Account & `${string}`, never>;
  return {
    account: Object.freeze({
      ...texted,
      environment,
      ...(name === undefined ? {} : { name: name as string }),
      idTokenClaims: claims,
      ...(idToken === undefined ? {} : { idToken: idToken as string }),
    }),
    refreshToken: refreshToken as string | undefined,
  };
}

/** The own members of a value; none of what is no object. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText;
}

function isTokenText(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value !== '' && value.length <= longestToken);
}

// Storage takes values that JSON does not, and these have no business here; what comes back is a copy that nobody else holds.
function readClaims(value: unknown): JsonObject | undefined {
  try {
    const text = JSON.stringify(value);
    return text.startsWith('{') && text.length <= longestClaims ? Object.freeze(JSON.parse(text)) : undefined;
  } catch {
    return undefined;
  }
}

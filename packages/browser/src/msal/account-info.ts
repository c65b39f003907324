import type { Account } from '../account/account.ts';

/** Somebody who signed in, as MSAL.js describes them. */
export interface AccountInfo {
  /** The same person in every tenant. */
  readonly homeAccountId: string;
  /** Host of the authority. */
  readonly environment: string;
  /** `tid` of the id_token. */
  readonly tenantId: string;
  /** For showing, never for deciding. */
  readonly username: string;
  /** The person in this tenant. */
  readonly localAccountId: string;
  /** `login_hint` of the id_token. @default none */
  readonly loginHint?: string;
  /** `name` of the id_token. @default none */
  readonly name?: string;
  /** The id_token as it came. @default none */
  readonly idToken?: string;
  /** Its claims. @default none */
  readonly idTokenClaims?: Record<string, unknown>;
}

type AccountNames = {
  readonly [Name in Exclude<keyof AccountInfo, 'idToken' | 'idTokenClaims'>]?: AccountInfo[Name] | undefined;
};

/** Which account is looked for; every member that is given has to be right. */
export interface AccountFilter extends AccountNames {
  /** The tenant, by another name. @default any */
  readonly realm?: string | undefined;
  /** `sid` of the id_token. @default any */
  readonly sid?: string | undefined;
}

/** Describes an account in the words of MSAL.js. */
export function toAccountInfo(account: Account): AccountInfo {
  const hint = account.idTokenClaims['login_hint'];
  // A member that is not there is left out, of these as of those.
  return { ...account, ...(typeof hint === 'string' ? { loginHint: hint } : {}) } as AccountInfo;
}

/** Makes an account of what a page passes on; only what it is known by counts. */
export function toAccount({ loginHint: _, idTokenClaims = {}, ...account }: AccountInfo): Account {
  return { ...account, idTokenClaims };
}

/** Tells whether both are one person in one tenant. */
export function isSameAccount(one: AccountInfo, other: AccountInfo | null | undefined): boolean {
  return one.homeAccountId === other?.homeAccountId && one.tenantId === other.tenantId;
}

/** Tells whether an account is one that is looked for. */
export function matchesFilter(account: AccountInfo, { realm, sid, loginHint, ...members }: AccountFilter): boolean {
  const { username, idTokenClaims } = account;
  const wanted = Object.entries({ ...members, ...(realm === undefined ? {} : { tenantId: realm }) });
  return (
    wanted.every(([name, value]) => value === undefined || isSameText(account[name as keyof AccountInfo], value)) &&
    (sid === undefined || sid === idTokenClaims?.['sid']) &&
    (loginHint === undefined || [account.loginHint, username, idTokenClaims?.['upn']].includes(loginHint))
  );
}

/** Tells whether a filter says nothing of anybody: a name that a page looked up and did not find must not be the first person who is there. */
export function isNobody(filter: AccountFilter): boolean {
  return Object.values(filter).every((value) => value === undefined || value === null || value === '');
}

// Names of users and tenants come in any letter case.
function isSameText(one: unknown, other: unknown): boolean {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

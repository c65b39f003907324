import type { JsonObject, JsonValue } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';

/** An access token whose signature, issuer and audience were checked. Its binding was not, and its times are asked about at every request. */
export interface VerifiedToken {
  readonly claims: JsonObject;
  /** `tid`, a lower-case GUID, where the token has one. */
  readonly tenant: string | undefined;
  /** The delegated permissions, from `scp`. */
  readonly scopes: readonly string[];
  /** The application or user roles, from `roles`. */
  readonly roles: readonly string[];
  /** The later of `iat` and `nbf`, epoch seconds. */
  readonly beginsAt: number;
  /** `exp`, epoch seconds. */
  readonly expiresAt: number;
}

/**
 * Checks audience and permissions of a token whose signature was verified under a key of its issuer, and reads its times.
 *
 * `aud` must be one string: a token for several APIs can be played by one of them against the others. A token must say what it
 * permits (`scp` or `roles`) and which client it was issued to (`azp`, `appid` or `client_id`); an id_token says neither.
 *
 * Not checked: whether it is alive ({@link checkTimes}); revocation; whether the permissions suffice; binding.
 *
 * @see RFC 7519 section 4.1; RFC 8725 section 3.9
 */
export function checkClaims(claims: JsonObject, audiences: ReadonlySet<string>): VerifiedToken {
  checkAudience(claims['aud'], audiences);
  const times = readTimes(claims);
  const scopes = readScopes(claims['scp']);
  const roles = readRoles(claims['roles']);
  if (scopes.length === 0 && roles.length === 0) {
    throw new Refused('ERR_TOKEN_NOT_ACCESS_TOKEN', { detail: 'neither scp nor roles' });
  }
  if (!['azp', 'appid', 'client_id'].some((name) => typeof claims[name] === 'string' && claims[name] !== '')) {
    throw new Refused('ERR_TOKEN_NOT_ACCESS_TOKEN', { detail: 'no client is named' });
  }
  const tenant = claims['tid'];
  return { claims, tenant: typeof tenant === 'string' ? tenant : undefined, scopes, roles, ...times };
}

/** Checks that a token has begun and has not expired, give or take the tolerance. */
export function checkTimes(
  { beginsAt, expiresAt }: VerifiedToken,
  { now, clockToleranceSeconds }: { readonly now: number; readonly clockToleranceSeconds: number },
): void {
  // Asked this way round, so that a clock that is not a number lets nothing in.
  const isAlive = now < expiresAt + clockToleranceSeconds;
  if (!isAlive) throw new Refused('ERR_TOKEN_EXPIRED');
  const hasBegun = beginsAt <= now + clockToleranceSeconds;
  if (!hasBegun) throw new Refused('ERR_TOKEN_NOT_YET_VALID');
}

function checkAudience(aud: JsonValue | undefined, audiences: ReadonlySet<string>): void {
  if (typeof aud !== 'string') throw malformed('aud');
  if (!audiences.has(aud)) throw new Refused('ERR_TOKEN_AUDIENCE');
}

function readTimes(claims: JsonObject): Pick<VerifiedToken, 'beginsAt' | 'expiresAt'> {
  const exp = wholeSeconds(claims, 'exp');
  const iat = wholeSeconds(claims, 'iat');
  const nbf = claims['nbf'] === undefined ? iat : wholeSeconds(claims, 'nbf');
  if (exp <= iat || exp <= nbf) throw malformed('exp');
  return { beginsAt: Math.max(iat, nbf), expiresAt: exp };
}

function wholeSeconds(claims: JsonObject, name: string): number {
  const value = claims[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed(name);
  return value;
}

function readScopes(scp: JsonValue | undefined): readonly string[] {
  if (scp === undefined) return [];
  if (typeof scp !== 'string') throw malformed('scp');
  return scp.split(' ').filter((scope) => scope !== '');
}

function readRoles(roles: JsonValue | undefined): readonly string[] {
  if (roles === undefined) return [];
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === 'string' && role !== ''))
    throw malformed('roles');
  return roles as readonly string[];
}

function malformed(claim: string): Refused {
  return new Refused('ERR_TOKEN_CLAIM', { detail: `claim ${claim}` });
}

import type { Clock, JsonObject, JsonValue } from '@holdfast/core';
import { ManagedIdentityReplyUnusable } from '../errors/managed-identity-errors.ts';

const tenYears = 315_360_000;
/** The year 2001: below it a number is a life and not a date, as MSAL reads it too. */
const firstDate = 978_307_200;

/**
 * Tells how long the token of a reply lives, from `expires_on` and `expires_in`.
 *
 * Where a reply has both, the shorter life counts: `expires_on` is the documented one and depends on the clock of this machine, `expires_in`
 * does not. One that cannot be read makes the whole reply unusable, whatever the other says.
 *
 * @returns whole seconds, at least 1
 * @throws {@link ManagedIdentityReplyUnusable}
 */
export function readLifetime(reply: JsonObject, clock: Clock): number {
  const lives = [
    readMember(reply, 'expires_on', (value) => lifeUntil(value, clock)),
    readMember(reply, 'expires_in', readNumber),
  ].filter((life) => life !== undefined);
  if (lives.length === 0) throw malformed('expires_on');
  const life = Math.floor(Math.min(...lives));
  if (life < 1) throw new ManagedIdentityReplyUnusable('ERR_MANAGED_IDENTITY_EXPIRED');
  return life;
}

function readMember(
  reply: JsonObject,
  name: 'expires_on' | 'expires_in',
  read: (value: JsonValue) => number | undefined,
): number | undefined {
  const value = reply[name];
  if (value === undefined) return undefined;
  const life = read(value);
  // Milliseconds in the place of seconds would be a token for ever.
  if (life === undefined || life > tenYears) throw malformed(name);
  return life;
}

function lifeUntil(value: JsonValue, clock: Clock): number | undefined {
  const number = readNumber(value);
  if (number !== undefined && number < firstDate) return number;
  const at = number ?? (typeof value === 'string' ? readDate(value) : undefined);
  return at === undefined ? undefined : at - clock() / 1000;
}

function readNumber(value: JsonValue): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 ? number : undefined;
}

const isoDate = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))$/i;

/** Epoch seconds of an ISO 8601 date with its offset; without one nobody knows whose hour it is. */
function readDate(text: string): number | undefined {
  const [, year, month, day, hour, minute, second, sign, offsetHours, offsetMinutes] = isoDate.exec(text) ?? [];
  if (year === undefined) return undefined;
  const at = Date.UTC(+year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  // `Date.UTC` takes the 30th of February for the 2nd of March.
  const isReal = new Date(at).toISOString().startsWith(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  if (!isReal) return undefined;
  const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60;
  return at / 1000 + (sign === '-' ? offset : -offset);
}

function malformed(member: string): ManagedIdentityReplyUnusable {
  return new ManagedIdentityReplyUnusable('ERR_MANAGED_IDENTITY_REPLY', { detail: member });
}

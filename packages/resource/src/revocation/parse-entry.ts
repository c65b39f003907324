import { encodeClaimsChallenge, isGuid, isJsonObject, isThumbprint, type JsonObject } from '@holdfast/core';
import type { RevocationEntry, RevocationKind } from './revocation-entry.ts';

const isName = (text: string): boolean => /^[\x21-\x7e]{1,256}$/.test(text);

/** Every kind, and the shape of its value. A map, because kinds come from outside. */
const kinds: ReadonlyMap<unknown, { readonly kind: RevocationKind; readonly fits: (text: string) => boolean }> =
  new Map([
    ['user', { kind: 'user', fits: isName }],
    ['application', { kind: 'application', fits: isName }],
    ['identity', { kind: 'identity', fits: isName }],
    ['uti', { kind: 'uti', fits: isName }],
    ['jkt', { kind: 'jkt', fits: isThumbprint }],
    ['x5t', { kind: 'x5t', fits: isThumbprint }],
  ] as const);

const ofSomebody: ReadonlySet<RevocationKind> = new Set(['user', 'application', 'identity']);
// The challenge must fit into the header of an answer, beside others: clients read 16 KiB of all headers together.
const longestChallenge = 8_192;

/**
 * Parses one revocation.
 *
 * Members that are not known are left out: what an entry covers is said by its kind. A kind that is not known is refused, because nobody
 * can say then what was revoked.
 *
 * Not checked: whether it is still in force.
 *
 * @returns undefined for whatever cannot be understood
 */
export function parseRevocationEntry(value: unknown): RevocationEntry | undefined {
  if (!isJsonObject(value)) return undefined;
  const { kind: named, value: text, tenant, revokedAt, expiresAt, claims } = value;
  const known = kinds.get(named);
  if (known === undefined || typeof text !== 'string' || !known.fits(text)) return undefined;
  if (!isEpochSeconds(revokedAt) || !isEpochSeconds(expiresAt)) return undefined;
  const folded = typeof tenant === 'string' ? tenant.toLowerCase() : tenant;
  if (folded !== undefined && !isGuid(folded)) return undefined;
  if (claims !== undefined && !(isJsonObject(claims) && isSendable(claims))) return undefined;
  const { kind } = known;
  return Object.freeze({
    kind,
    value: ofSomebody.has(kind) ? text.toLowerCase() : text,
    ...(folded === undefined ? {} : { tenant: folded }),
    revokedAt,
    expiresAt,
    ...(claims === undefined ? {} : { claims }),
  });
}

function isEpochSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isSendable(claims: JsonObject): boolean {
  try {
    return encodeClaimsChallenge(claims).length <= longestChallenge;
  } catch {
    return false;
  }
}

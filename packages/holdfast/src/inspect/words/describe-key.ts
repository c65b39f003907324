import { type JsonObject, type JsonValue, jwkThumbprint, type PublicJwk, parsePublicJwk } from '@holdfast/core';
import type { Member } from '../facts/explanation.ts';
import { type Finding, finding, judge } from '../facts/finding.ts';
import { jwkWords } from './claim-words.ts';
import { describeMembers, hide } from './describe-members.ts';

/** A JWK, described and judged. */
export interface DescribedKey {
  readonly members: readonly Member[];
  readonly findings: readonly Finding[];
  /** Where it is a usable public key. */
  readonly key?: { readonly jwk: PublicJwk; readonly thumbprint: string };
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Describes a JWK. Private members are named and never shown.
 *
 * @param part - the heading that it stands under
 */
export async function describeKey(value: JsonValue | undefined, part: string): Promise<DescribedKey> {
  const { value: jwk, findings } = await judge(() => parsePublicJwk(value));
  const object: JsonObject =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  const secrets = Object.keys(object).filter((name) => privateMembers.includes(name));
  const members = [
    ...describeMembers(object, { part, words: jwkWords, except: privateMembers, now: 0 }),
    ...secrets.map((name): Member => ({ part, name, value: hide(object[name] ?? null), says: 'private' })),
  ];
  if (jwk === undefined) return { members, findings };
  const thumbprint = await jwkThumbprint(jwk);
  return {
    members: [
      { part, name: 'thumbprint', value: thumbprint, says: `${describeStrength(jwk)}; RFC 7638, SHA-256` },
      ...members,
    ],
    findings: jwk.kid === undefined || jwk.kid === thumbprint ? findings : [...findings, finding('INSPECT_KEY_LABEL')],
    key: { jwk, thumbprint },
  };
}

/** Says how strong a key is: `RSA, 2048 bits`. */
export function describeStrength(jwk: PublicJwk): string {
  return jwk.kty === 'EC' ? `EC, ${jwk.crv}` : `RSA, ${Buffer.from(jwk.n, 'base64url').length * 8} bits`;
}

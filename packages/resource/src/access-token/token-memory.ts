import { type CompactJws, type Confirmation, createLruMap, type VerificationKey } from '@holdfast/core';
import type { ClaimedIssuer } from '../issuers/find-issuer.ts';
import type { RevocationFacts } from '../revocation/revocation-facts.ts';
import type { VerifiedToken } from './check-claims.ts';

/**
 * What was found out about an access token and does not change, because it follows from the bytes of the token and the options of the
 * validator alone; and the key that signed it.
 */
export interface RememberedToken {
  readonly jws: CompactJws;
  readonly issuer: ClaimedIssuer;
  readonly token: VerifiedToken;
  readonly confirmation: Confirmation | undefined;
  /** What a revocation can name about it. Whether one does is asked at every request. */
  readonly revocable: RevocationFacts;
  /** The signature was verified under this very key; under any other, also a later one of the same name, it was not. */
  readonly verifiedBy: VerificationKey;
}

/** Remembers verified access tokens by their whole text, the least recently used ones going first. */
export interface TokenMemory {
  find(text: string): RememberedToken | undefined;
  keep(text: string, token: RememberedToken): void;
}

/**
 * Makes a memory of verified tokens. What may change is asked about at every request: whether the key is still published, times,
 * revocation, permissions, proof.
 *
 * @param most - tokens kept; 0 remembers nothing
 */
export function createTokenMemory(most: number): TokenMemory {
  if (most === 0) return { find: () => undefined, keep: () => undefined };
  const tokens = createLruMap<RememberedToken>(most);
  return {
    find: (text) => tokens.find(text),
    keep(text, token) {
      // Callers are given claims, scopes and roles: nobody may change them for the next caller.
      freezeDeep(token.token);
      tokens.write(text, Object.freeze(token));
    },
  };
}

function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeep(member);
}

import { type AttestedKey, type Revocation, revocationKey, type TokenFacts, type TokenSubject } from './revocation.ts';
import type { RevocationList } from './revocation-list.ts';

/** What is revoked, from the moment of the order on. */
export interface RevocationAnswers {
  /** Finds a revocation that covers a token. */
  find(token: TokenFacts): Revocation | undefined;
  /** Tells whether a token is revoked. */
  isRevoked(token: TokenFacts): boolean;
  /** Tells whether a key or a certificate is revoked, so that nothing is issued to whoever holds it. */
  isHolderRevoked(holder: Pick<TokenSubject, 'keyThumbprint' | 'certificateThumbprint'>): boolean;
  /**
   * Tells whether what was shown of a key is revoked: that very attestation, or all that were made of the key up to then. The key may be
   * attested anew.
   */
  isAttestationRevoked(attested: AttestedKey): boolean;
}

/** Answers from a list. */
export function createRevocationAnswers({ find, get }: Pick<RevocationList, 'find' | 'get'>): RevocationAnswers {
  return {
    find,
    isRevoked: (token) => find(token) !== undefined,
    // After every instant: what covers it then, covers it for good.
    isHolderRevoked: (holder) => find({ ...holder, issuedAt: Number.POSITIVE_INFINITY }) !== undefined,
    isAttestationRevoked: ({ id, keyId, issuedAt }) =>
      [id, keyId].some((value) => {
        const entry = get(revocationKey({ kind: 'attestation', value }));
        return entry !== undefined && issuedAt <= entry.revokedAt;
      }),
  };
}

import { encodeClaimsChallenge, type JsonObject } from '@holdfast/core';
import type { RevocationEntry } from './revocation-entry.ts';

/**
 * The claims request of a revocation, as a challenge carries it: what the authority said, else a token that was issued later.
 *
 * The number is text, as Entra writes it; clients hand it on and do not read it.
 */
export function requireNewerToken({ claims, revokedAt }: RevocationEntry): string {
  const newer: JsonObject = { access_token: { nbf: { essential: true, value: `${revokedAt + 1}` } } };
  try {
    return encodeClaimsChallenge(claims ?? newer);
  } catch {
    // A feed that somebody else wrote may hold claims which no client would read. The token is revoked all the same.
    return encodeClaimsChallenge(newer);
  }
}

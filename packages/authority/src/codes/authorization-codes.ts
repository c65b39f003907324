import { type Clock, createLruMap, epochSeconds, randomId } from '@holdfast/core';
import { createOpaqueSecret, hashSecret, isOpaqueSecret } from '../secrets/opaque-secret.ts';
import type { AuthorizationCodes, AuthorizedRequest, Redemption } from './authorization-code.ts';

// FAPI 2.0 Security Profile section 5.3.2.1: not longer than a minute.
const lifetimeSeconds = 60;
// The oldest make room; they are refused then as if nobody had ever made them.
const mostCodes = 10_000;

interface KeptCode {
  readonly familyId: string;
  readonly issuedAt: number;
  /** Gone once the code was shown: what remains tells that it was. */
  readonly request: AuthorizedRequest | undefined;
}

/**
 * Makes the codes of an authority: none yet.
 *
 * @see RFC 6749 sections 4.1.2 and 10.5
 */
export function createAuthorizationCodes({ clock }: { readonly clock: Clock }): AuthorizationCodes {
  const codes = createLruMap<KeptCode>(mostCodes);
  return {
    issue: (request) => {
      const code = createOpaqueSecret();
      codes.write(hashSecret(code), { familyId: randomId(), issuedAt: epochSeconds(clock), request });
      return code;
    },
    redeem: (code): Redemption => {
      const key = isOpaqueSecret(code) ? hashSecret(code) : undefined;
      const kept = key === undefined ? undefined : codes.find(key);
      if (key === undefined || kept === undefined) return { outcome: 'unknown' };
      const { familyId, issuedAt, request } = kept;
      if (request === undefined) return { outcome: 'used', familyId };
      codes.write(key, { familyId, issuedAt, request: undefined });
      const isExpired = epochSeconds(clock) >= issuedAt + lifetimeSeconds;
      return isExpired ? { outcome: 'expired' } : { outcome: 'redeemed', request, familyId, issuedAt };
    },
    endSignIn: (sessionId) => {
      for (const [key, { request }] of codes.entries()) if (request?.signIn.sessionId === sessionId) codes.remove(key);
    },
  };
}

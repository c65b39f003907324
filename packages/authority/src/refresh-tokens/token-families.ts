import { type Clock, createLruMap, epochSeconds } from '@holdfast/core';
import { hashSecret } from '../secrets/opaque-secret.ts';
import { createSecretChain, type SecretChain } from './secret-chain.ts';
import type { FamilyToken, FoundRefreshToken, TokenFamilies, TokenFamily } from './token-family.ts';

// The least recently used make room; whoever is forgotten signs in again.
const mostFamilies = 10_000;
// Of one family, the newest: no honest client has as many tokens in force.
const mostTokens = 64;

interface KeptFamily {
  readonly family: TokenFamily;
  readonly chain: SecretChain;
  tokens: readonly FamilyToken[];
  /** Epoch seconds: by then the last token has expired that made room for another. */
  othersExpireAt: number;
}

/**
 * Makes the families of an authority: none yet.
 *
 * A refresh token is the id of its family and a secret. So every token that a family ever had is known for what it is, and a family takes
 * the same room however often it is renewed. The id alone opens nothing; with a wrong secret it is taken for a token that was used, for whoever
 * has it has seen one.
 *
 * @see RFC 6749 section 10.4; RFC 9700 section 4.14.2
 */
export function createTokenFamilies({ clock }: { readonly clock: Clock }): TokenFamilies {
  const families = createLruMap<KeptFamily>(mostFamilies);
  const findKept = (familyId: string): KeptFamily | undefined => families.find(hashSecret(familyId));

  const look = (refreshToken: string): { readonly kept: KeptFamily; readonly secret: string } | undefined => {
    const [familyId = '', secret = ''] = splitToken(refreshToken);
    const kept = findKept(familyId);
    return kept === undefined ? undefined : { kept, secret };
  };

  return {
    begin: (family) => {
      const leewaySeconds = family.application.refreshTokenReuseLeewaySeconds;
      const chain = createSecretChain({ clock, leewaySeconds });
      families.write(hashSecret(family.id), { family, chain, tokens: [], othersExpireAt: 0 });
    },
    find: (refreshToken): FoundRefreshToken => {
      const found = look(refreshToken);
      if (found === undefined) return { outcome: 'unknown' };
      const { family, chain, tokens } = found.kept;
      if (epochSeconds(clock) >= family.expiresAt) return { outcome: 'expired', family, tokens };
      return { outcome: chain.accepts(found.secret) ? 'current' : 'reused', family, tokens };
    },
    note: (familyId, token) => {
      const kept = findKept(familyId);
      if (kept === undefined) return false;
      const tokens = [...kept.tokens, token];
      kept.tokens = tokens.slice(-mostTokens);
      const dropped = tokens.slice(0, -mostTokens).map(({ expiresAt }) => expiresAt);
      kept.othersExpireAt = Math.max(kept.othersExpireAt, ...dropped);
      return true;
    },
    giveFirst: (familyId) => {
      const first = findKept(familyId)?.chain.begin();
      return first === undefined ? undefined : joinToken(familyId, first);
    },
    rotate: (refreshToken) => {
      const found = look(refreshToken);
      const successor = found?.kept.chain.advance(found.secret);
      return found === undefined || successor === undefined ? undefined : joinToken(found.kept.family.id, successor);
    },
    end: (familyId) => {
      const kept = findKept(familyId);
      families.remove(hashSecret(familyId));
      if (kept === undefined) return undefined;
      const now = epochSeconds(clock);
      const tokens = kept.tokens.filter(({ expiresAt }) => expiresAt > now);
      return { family: kept.family, tokens, hasOthers: kept.othersExpireAt > now };
    },
    endSignIn: (sessionId) => {
      for (const [key, { family }] of families.entries()) {
        const { application, signIn } = family;
        if (signIn.sessionId === sessionId && application.kind === 'public') families.remove(key);
      }
    },
  };
}

function joinToken(familyId: string, secret: string): string {
  return `${familyId}.${secret}`;
}

function splitToken(refreshToken: string): readonly string[] {
  return tokenShape.test(refreshToken) ? refreshToken.split('.') : [];
}

const tokenShape = /^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/;

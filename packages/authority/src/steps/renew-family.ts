import { TokenRefused } from '../errors/token-refused.ts';
import { endFamily } from '../grants/end-family.ts';
import type { Authorization, Delegation } from '../grants/grant.ts';
import { isGrantRevoked } from '../grants/grant-revocation.ts';
import { type Binding, holderOf } from '../mint/binding.ts';
import type { IssuedToken } from '../mint/issued-token.ts';
import type { TokenRequest } from './token-request.ts';

/** A refresh token that goes into the reply. */
export interface GivenRefreshToken {
  readonly token: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

type RenewFacts = Pick<TokenRequest, 'issuer'> & {
  readonly authorization: Authorization;
  readonly binding: Binding;
  readonly issued: IssuedToken;
};

/**
 * Step: the tokens join the family of their code, and its refresh token is replaced, all at one stroke. While they were made the family may
 * have ended, or somebody may have been faster with the same refresh token: then nobody gets to see them.
 *
 * @throws {@link TokenRefused} `grantRevoked`, `refreshTokenUsed`, `codeUsed`
 */
export async function renewFamily({ issuer, authorization, issued, binding }: RenewFacts): Promise<{
  readonly refreshToken: GivenRefreshToken | undefined;
}> {
  const { delegation } = authorization;
  if (delegation === undefined) return { refreshToken: undefined };
  const { family, refreshToken: shown } = delegation;
  const { uti, expiresAt } = issued;
  const isLive = issuer.families.note(family.id, { uti, expiresAt, ...holderOf(binding) });
  if (!isLive) throw new TokenRefused(shown === undefined ? 'codeUsed' : 'refreshTokenUsed');
  // The gate lets out what is younger than a revocation; what goes back to a sign-in before it is held back here.
  if (isGrantRevoked(issuer, family)) return refuse('grantRevoked', { issuer, family });
  const token = shown === undefined ? takeFirst(issuer, delegation) : issuer.families.rotate(shown);
  if (token !== undefined) return { refreshToken: { token, expiresAt: family.expiresAt } };
  return shown === undefined ? { refreshToken: undefined } : refuse('refreshTokenUsed', { issuer, family });
}

function takeFirst({ families }: RenewFacts['issuer'], { scopes, family }: Delegation): string | undefined {
  return scopes.openid.includes('offline_access') ? families.giveFirst(family.id) : undefined;
}

async function refuse(
  reason: 'grantRevoked' | 'refreshTokenUsed',
  { issuer, family }: Pick<RenewFacts, 'issuer'> & Pick<Delegation, 'family'>,
): Promise<never> {
  await endFamily(issuer, family.id);
  throw new TokenRefused(reason);
}

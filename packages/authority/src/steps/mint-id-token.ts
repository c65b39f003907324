import { randomId } from '@holdfast/core';
import type { Authorization } from '../grants/grant.ts';
import { buildIdTokenClaims } from '../mint/id-token-claims.ts';
import type { IssuedToken } from '../mint/issued-token.ts';
import type { TokenRequest } from './token-request.ts';

// Entra's hour, less a second: whatever the API says about its own tokens, this one is read once, by the client.
const lifetimeSeconds = 3599;

/** Step: the client learns who signed in, where it asked for that. Beside an access token only: what holds that one back holds this one back. */
export async function mintIdToken({
  issuer,
  authorization: { delegation },
  issued,
}: Pick<TokenRequest, 'issuer'> & { readonly authorization: Authorization; readonly issued: IssuedToken }): Promise<{
  readonly idToken: string | undefined;
}> {
  if (delegation?.scopes.openid.includes('openid') !== true) return { idToken: undefined };
  const { origin, pairwiseSalt, signingKeys } = issuer;
  const { issuedAt } = issued;
  const expiresAt = issuedAt + lifetimeSeconds;
  const times = { issuedAt, expiresAt };
  const claims = buildIdTokenClaims({ origin, delegation, pairwiseSalt, uti: randomId(), ...times });
  return { idToken: await signingKeys.sign(claims, expiresAt) };
}

import { type GrantedScopes, parseScopes } from '../codes/granted-scopes.ts';
import type { Directory } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { findParameter, getParameter } from '../forms/form.ts';
import type { FoundRefreshToken, TokenFamily } from '../refresh-tokens/token-family.ts';
import { delegate } from './delegate.ts';
import { endFamily } from './end-family.ts';
import type { Grant, GrantIssuer } from './grant.ts';
import { isGrantRevoked } from './grant-revocation.ts';

/**
 * An application asks for the next token, for the API that the user signed in for or for another that they agreed to.
 *
 * The refresh token is bound to nothing but the application: every access token is bound to the key of its own request. It is replaced
 * only when there is a token to go with the next one, so a refusal that the application can mend costs it nothing. One that was replaced before
 * ends the family, and so does one in the hands of another application.
 *
 * @see RFC 6749 section 6; RFC 9700 sections 2.2.2 and 4.14.2
 */
export const refreshToken: Grant = {
  name: 'refresh_token',
  actor: 'user',
  authorize: async ({ issuer, form, client: { application } }) => {
    const shown = getParameter(form, 'refresh_token');
    const found = issuer.families.find(shown);
    if (found.outcome === 'unknown') throw new TokenRefused('refreshTokenUnknown');
    const { family } = found;
    const reason = reasonToEnd(found, { issuer, isOwn: family.application === application });
    if (reason !== undefined) {
      await endFamily(issuer, family.id);
      throw new TokenRefused(reason);
    }
    const scopes = readScopes(findParameter(form, 'scope'), family, issuer.directory);
    if (!issuer.consents.covers({ user: family.signIn.user, application, scopes })) {
      throw new TokenRefused('consentMissing');
    }
    return delegate(issuer.directory, { family, scopes, refreshToken: shown });
  },
};

function reasonToEnd(
  { outcome, family, tokens }: Exclude<FoundRefreshToken, { outcome: 'unknown' }>,
  { issuer, isOwn }: { readonly issuer: GrantIssuer; readonly isOwn: boolean },
):
  | 'grantOfAnother'
  | 'refreshTokenUsed'
  | 'refreshTokenExpired'
  | 'refreshTokenExpiredInPage'
  | 'grantRevoked'
  | undefined {
  if (!isOwn) return 'grantOfAnother';
  if (outcome === 'reused') return 'refreshTokenUsed';
  if (outcome === 'expired') {
    return family.application.kind === 'public' ? 'refreshTokenExpiredInPage' : 'refreshTokenExpired';
  }
  // Whoever has the key of a device may have its refresh token as well.
  const isHolderRevoked = tokens.some((token) => issuer.revocations.isHolderRevoked(token));
  return isHolderRevoked || isGrantRevoked(issuer, family) ? 'grantRevoked' : undefined;
}

function readScopes(text: string | undefined, family: TokenFamily, directory: Directory): GrantedScopes {
  if (text === undefined) return family.scopes;
  const asked = parseScopes(directory, text, family.application);
  // What the sign-in did not ask OpenID Connect for, a renewal does not get either; another API is a matter of consent.
  return { ...asked, openid: asked.openid.filter((name) => family.scopes.openid.includes(name)) };
}

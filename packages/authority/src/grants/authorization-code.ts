import type { AuthorizedRequest, Redemption } from '../codes/authorization-code.ts';
import { matchCodeChallenge } from '../codes/code-challenge.ts';
import { type GrantedScopes, narrowScopes, parseScopes } from '../codes/granted-scopes.ts';
import type { Application, Directory } from '../directory/directory.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import { findParameter, getParameter, type TokenForm } from '../forms/form.ts';
import type { TokenFamily } from '../refresh-tokens/token-family.ts';
import { delegate } from './delegate.ts';
import { endFamily } from './end-family.ts';
import type { Grant } from './grant.ts';
import { isGrantRevoked } from './grant-revocation.ts';

/**
 * An application redeems the code that came back from a sign-in.
 *
 * The code is used up by the first request that shows it, whatever comes of that: nobody gets a second try at a verifier, and who shows
 * the code of another application has taken it from that one. Shown again, it takes back all that came of it.
 *
 * @see RFC 6749 section 4.1.3; RFC 7636 section 4.6; RFC 9700 sections 2.1.1 and 4.8.2
 */
export const authorizationCode: Grant = {
  name: 'authorization_code',
  actor: 'user',
  authorize: async ({ issuer, form, client: { application } }) => {
    const redemption = issuer.codes.redeem(getParameter(form, 'code'));
    if (redemption.outcome !== 'redeemed') {
      if (redemption.outcome === 'used') await endFamily(issuer, redemption.familyId);
      throw new TokenRefused(refusals[redemption.outcome]);
    }
    const { request } = redemption;
    checkRedemption(request, form, application);
    const scopes = readScopes(request, form, issuer.directory);
    const family = openFamily(redemption);
    if (isGrantRevoked(issuer, family)) throw new TokenRefused('grantRevoked');
    // Nothing was awaited since the code was used up: whoever comes second finds the family, and ends it.
    issuer.families.begin(family);
    const { nonce, requestedClaims } = request;
    return delegate(issuer.directory, { family, scopes, nonce, requestedClaims });
  },
};

const refusals = { unknown: 'codeUnknown', expired: 'codeExpired', used: 'codeUsed' } as const;

function checkRedemption(request: AuthorizedRequest, form: TokenForm, application: Application): void {
  if (request.application !== application) throw new TokenRefused('grantOfAnother');
  if (request.redirectUri !== getParameter(form, 'redirect_uri')) throw new TokenRefused('redirectMismatch');
  checkVerifier(request.codeChallenge, findParameter(form, 'code_verifier'), application);
}

function checkVerifier(challenge: string | undefined, verifier: string | undefined, { kind }: Application): void {
  if (challenge === undefined) {
    // The authorization endpoint refuses such a request; asked again, because nothing else proves a public application.
    if (kind === 'public') throw new TokenRefused('verifierWrong');
    if (verifier !== undefined) throw new TokenRefused('verifierUnexpected');
  } else if (verifier === undefined || !matchCodeChallenge(challenge, verifier)) {
    throw new TokenRefused('verifierWrong');
  }
}

function readScopes({ scopes, application }: AuthorizedRequest, form: TokenForm, directory: Directory): GrantedScopes {
  const text = findParameter(form, 'scope');
  const narrowed = text === undefined ? scopes : narrowScopes(scopes, parseScopes(directory, text, application));
  if (narrowed === undefined) throw new TokenRefused('scopeExceedsGrant');
  return narrowed;
}

function openFamily({ request, familyId, issuedAt }: Extract<Redemption, { outcome: 'redeemed' }>): TokenFamily {
  const { tenant, application, signIn, scopes } = request;
  return {
    id: familyId,
    tenant,
    application,
    signIn,
    scopes,
    tellsAuthenticationTime: request.tellsAuthenticationTime === true,
    startedAt: issuedAt,
    expiresAt: issuedAt + application.refreshTokenLifetimeSeconds,
  };
}

import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { Authorization } from '../grants/grant.ts';
import type { RequestedClaims } from './read-requested-claims.ts';

/** What a token will say because the request asked for it. */
export interface GrantedClaims {
  /** `xms_cc` */
  readonly capabilities: readonly string[];
  /** `acrs`: authentication contexts, such as `c1`. */
  readonly authenticationContexts: readonly string[];
  /** Epoch seconds: `iat` and `nbf` are not earlier. */
  readonly notBefore: number | undefined;
}

/**
 * Step: of the claims that were asked for, the token gets what the policies of the application and of the API allow; what is essential
 * and not allowed ends the request.
 *
 * @throws {@link TokenRefused} `claimsUnmet`
 */
export function grantClaims(facts: {
  readonly requestedClaims: RequestedClaims;
  readonly client: Pick<AuthenticatedClient, 'application'>;
  readonly authorization: Authorization;
}): { readonly grantedClaims: GrantedClaims } {
  const { requestedClaims, client, authorization } = facts;
  const { capabilities, notBefore, authenticationContexts: asked } = requestedClaims;
  const { application } = client;
  const { api } = authorization;
  const allowed = [...(application.authenticationContexts ?? []), ...(api.authenticationContexts ?? [])];
  // Without values any of them will do.
  const wanted = asked?.values.length === 0 ? allowed : (asked?.values ?? []);
  const authenticationContexts = [...new Set(wanted)].filter((value) => allowed.includes(value));
  if (asked?.isEssential === true && authenticationContexts.length === 0) throw new TokenRefused('claimsUnmet');
  return { grantedClaims: { capabilities, notBefore, authenticationContexts } };
}

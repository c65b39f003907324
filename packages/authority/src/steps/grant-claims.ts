import type { JsonObject } from '@holdfast/core';
import type { RequestedClaims } from '../claims/requested-claims.ts';
import type { AuthenticatedClient } from '../client-auth/authenticated-client.ts';
import { StepUpRequired } from '../errors/step-up-required.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { Authorization } from '../grants/grant.ts';

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
 * Step: of the claims that were asked for, the token gets what is true. In its own name an application gets the contexts that its policy or
 * that of the API allows; for a user those that the sign-in met. What is essential and is not there ends the request; where the user could
 * mend it by signing in again, the refusal says with which claims.
 *
 * What the authorization request asked for counts for the tokens of its code, and no longer.
 *
 * @throws {@link TokenRefused} `claimsUnmet`, `stepUpRequired`
 */
export function grantClaims(facts: {
  readonly requestedClaims: RequestedClaims;
  readonly client: Pick<AuthenticatedClient, 'application'>;
  readonly authorization: Authorization;
}): { readonly grantedClaims: GrantedClaims } {
  const { client, authorization } = facts;
  const { capabilities, notBefore, authenticationContexts: asked } = joinRequests(facts);
  const allowed = allowedContexts(client, authorization);
  // Without values any of them will do.
  const wanted = asked?.values.length === 0 ? allowed : (asked?.values ?? []);
  const authenticationContexts = [...new Set(wanted)].filter((value) => allowed.includes(value));
  if (asked?.isEssential === true && authenticationContexts.length === 0) {
    throw authorization.delegation === undefined ? new TokenRefused('claimsUnmet') : buildStepUp(asked.values);
  }
  return { grantedClaims: { capabilities, notBefore, authenticationContexts } };
}

function allowedContexts(
  { application }: Pick<AuthenticatedClient, 'application'>,
  { api, delegation }: Authorization,
): readonly string[] {
  return delegation === undefined
    ? [...(application.authenticationContexts ?? []), ...(api.authenticationContexts ?? [])]
    : delegation.family.signIn.authenticationContexts;
}

function joinRequests({ requestedClaims, authorization }: Parameters<typeof grantClaims>[0]): RequestedClaims {
  const before = authorization.delegation?.requestedClaims;
  if (before === undefined) return requestedClaims;
  return {
    capabilities: [...new Set([...before.capabilities, ...requestedClaims.capabilities])],
    notBefore: requestedClaims.notBefore ?? before.notBefore,
    authenticationContexts: requestedClaims.authenticationContexts ?? before.authenticationContexts,
  };
}

/**
 * Builds the refusal that says with which claims the person has to sign in again. They are written anew from names that were checked: nothing
 * of a request is repeated in a reply.
 */
export function buildStepUp(values: readonly string[]): TokenRefused {
  const [first, ...others] = values.filter((value) => value !== '');
  if (first === undefined) return new TokenRefused('claimsUnmet');
  const acrs: JsonObject = {
    essential: true,
    ...(others.length === 0 ? { value: first } : { values: [first, ...others] }),
  };
  return new StepUpRequired({ access_token: { acrs } });
}

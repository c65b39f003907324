import type { Account } from '../account/account.ts';
import { ClientConfigurationError } from '../errors/auth-error.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import type { SilentSource, TokenRequest } from '../request/token-request.ts';
import { toAbsolute } from './configuration.ts';
import type { BaseRequest, RedirectRequest, SilentRequest } from './requests.ts';

// By the numbers of CacheLookupPolicy.
const sourcesByPolicy: readonly (readonly SilentSource[])[] = [
  ['cache', 'refresh-token', 'frame'],
  ['cache'],
  ['cache', 'refresh-token'],
  ['refresh-token'],
  ['refresh-token', 'frame'],
  ['frame'],
];

/** What every request is read with. */
export interface RequestCircumstances {
  /** Whose token, where the request names nobody. */
  readonly account: Account | undefined;
  /** The configured authority. */
  readonly authority: string | undefined;
}

/**
 * Says a silent request in the words of the client.
 *
 * @throws {@link ClientConfigurationError} `unsupported_authentication_scheme`, `pop_missing_resource_context`, `authority_mismatch`,
 * `invalid_cache_lookup_policy`
 */
export function toTokenRequest(request: SilentRequest, circumstances: RequestCircumstances): TokenRequest {
  const silentSources = sourcesByPolicy[request.cacheLookupPolicy ?? 0];
  if (silentSources === undefined) throw new ClientConfigurationError('invalid_cache_lookup_policy');
  const { scopes, forceRefresh } = request;
  return { ...toSharedMembers(request, circumstances), scopes, forceRefresh, silentSources };
}

/**
 * Says a request that a person, or a hidden frame, answers in the words of the client.
 *
 * Not checked: what the authority is told of the person; it decides.
 *
 * @throws as {@link toTokenRequest} does
 */
export function toSignInRequest(request: RedirectRequest, circumstances: RequestCircumstances): SignInRequest {
  const { scopes, prompt, loginHint, sid, domainHint, extraScopesToConsent, state, redirectStartPage } = request;
  return {
    ...toSharedMembers(request, circumstances),
    scopes,
    prompt: prompt as SignInRequest['prompt'],
    loginHint,
    sid,
    domainHint,
    extraScopesToConsent,
    extraQueryParameters: { ...request.extraParameters, ...request.extraQueryParameters },
    returnTo: redirectStartPage,
    state,
  };
}

function toSharedMembers(
  request: BaseRequest,
  { account, authority }: RequestCircumstances,
): Omit<TokenRequest, 'scopes'> {
  const { authenticationScheme = 'Bearer', popKid, claims, redirectUri, correlationId } = request;
  const { resourceRequestMethod, resourceRequestUri, shrClaims, shrNonce } = request;
  if (authenticationScheme !== 'Bearer' && authenticationScheme !== 'pop') {
    throw new ClientConfigurationError('unsupported_authentication_scheme');
  }
  if (authenticationScheme === 'pop' && popKid === undefined && !(resourceRequestMethod && resourceRequestUri)) {
    // Signed for no request in particular it would be good for every one, in anybody's hands: a bearer token.
    throw new ClientConfigurationError('pop_missing_resource_context');
  }
  if (request.authority !== undefined && trimmed(request.authority) !== trimmed(authority)) {
    throw new ClientConfigurationError('authority_mismatch');
  }
  return {
    account,
    authenticationScheme,
    resourceRequestMethod,
    resourceRequestUri,
    // Empty is none, as in MSAL.js.
    shrClaims: shrClaims || undefined,
    shrNonce: shrNonce || undefined,
    popKid,
    claims: claims === undefined || /^\s*(?:\{\s*\})?\s*$/.test(claims) ? undefined : claims,
    redirectUri: redirectUri === undefined ? undefined : toAbsolute(redirectUri),
    correlationId,
  };
}

function trimmed(authority: string | undefined): string | undefined {
  return authority?.toLowerCase().replace(/\/+$/, '');
}

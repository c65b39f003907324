import { isThumbprint, type JsonObject } from '@holdfast/core';
import { checkOptionNames } from '@holdfast/core/option-names';
import { parseSchemeName, SchemeContradicted, SchemeUnavailable } from '@holdfast/oauth';
import { parseClaims, parseCorrelationId, parseFlag, parseScopes, parseTokenHash } from '@holdfast/oauth/token-wish';
import type { Account } from '../account/account.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import type { TokenRequest } from '../request/token-request.ts';

/** A request for a token with no questions left. */
export interface ParsedRequest {
  /** In the caller's order, without those that come along by themselves. */
  readonly scopes: readonly string[];
  /** Names the token among those of its session. */
  readonly tokenName: string;
  readonly scheme: 'pop' | 'bearer';
  readonly popKid: string | undefined;
  readonly account: Account | undefined;
  readonly claims: JsonObject | undefined;
  readonly tokenHash: string | undefined;
  readonly forceRefresh: boolean;
  readonly correlationId: string;
  readonly proof: ProofWish | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A request to sign. */
export interface ProofWish {
  readonly method: string;
  readonly url: string;
  readonly nonce: string | undefined;
  readonly clientClaims: string | undefined;
}

type Defaults = Pick<ClientSettings, 'scheme'>;

const tokenMembers = [
  'account',
  'authenticationScheme',
  'resourceRequestMethod',
  'resourceRequestUri',
  'shrClaims',
  'shrNonce',
  'popKid',
  'claims',
  'correlationId',
  'signal',
  'scopes',
] as const satisfies readonly (keyof TokenRequest & keyof SignInRequest)[];

const requestNames: ReadonlySet<string> = new Set<keyof TokenRequest>([
  ...tokenMembers,
  'forceRefresh',
  'accessTokenSha256ToRefresh',
]);

const signInNames: ReadonlySet<string> = new Set<keyof SignInRequest>([
  ...tokenMembers,
  'interaction',
  'prompt',
  'loginHint',
  'sid',
  'domainHint',
  'redirectUri',
  'returnTo',
  'state',
]);

const signInScopes = ['openid', 'profile', 'offline_access'];

/**
 * Reads and checks everything a caller says, before anything is looked up or sent.
 *
 * @throws TypeError for a wrong type, an unknown member or a missing half of a pair
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}, {@link SchemeContradicted}, {@link ClaimsMalformed}, {@link TokenHashRefused}
 */
export function parseTokenRequest(request: TokenRequest, defaults: Defaults): ParsedRequest {
  checkOptionNames(request, requestNames, 'the token request');
  const { forceRefresh } = request;
  const tokenHash = parseTokenHash(request);
  const parsed = parseMembers(request, parseScopes(request.scopes), defaults);
  return { ...parsed, tokenHash, forceRefresh: parseFlag(forceRefresh, 'forceRefresh') };
}

/**
 * Reads the part of a sign-in that asks for a token.
 *
 * Not checked: what a person is shown; the authority judges that.
 *
 * @throws as {@link parseTokenRequest} does
 */
export function parseSignInRequest(request: SignInRequest, defaults: Defaults): ParsedRequest {
  checkOptionNames(request, signInNames, 'the sign-in request');
  const { scopes = [] } = request;
  return parseMembers(request, scopes.length === 0 ? [] : parseScopes(scopes), defaults);
}

function parseMembers(
  request: Omit<TokenRequest, 'scopes'>,
  allScopes: readonly string[],
  { scheme: defaultScheme }: Defaults,
): ParsedRequest {
  const { account, popKid, signal } = request;
  const scheme = parseScheme(request.authenticationScheme ?? defaultScheme);
  const proof = parseProof(request);
  if (scheme === 'bearer' && (proof !== undefined || popKid !== undefined)) {
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'members of pop' });
  }
  if (popKid !== undefined && (proof !== undefined || !isThumbprint(popKid))) {
    throw new TypeError('popKid must be the thumbprint of a key of yours, and with it you sign requests yourself');
  }
  const scopes = allScopes.filter((scope) => !signInScopes.includes(scope));
  return {
    scopes,
    tokenName: [scheme, popKid, ...scopes.toSorted()].join(' '),
    scheme,
    popKid,
    account,
    claims: parseClaims(request.claims),
    tokenHash: undefined,
    forceRefresh: false,
    correlationId: parseCorrelationId(request.correlationId),
    proof,
    signal,
  };
}

function parseScheme(word: unknown): 'pop' | 'bearer' {
  const name = parseSchemeName(word);
  if (name !== 'pop' && name !== 'bearer') throw new SchemeUnavailable({ detail: name });
  return name;
}

function parseProof({
  resourceRequestMethod,
  resourceRequestUri,
  shrNonce,
  shrClaims,
}: Omit<TokenRequest, 'scopes'>): ProofWish | undefined {
  const texts = { resourceRequestMethod, resourceRequestUri, shrNonce, shrClaims };
  for (const [name, value] of Object.entries<unknown>(texts)) {
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw new TypeError(`${name} must be a non-empty string`);
    }
  }
  if (resourceRequestMethod === undefined || resourceRequestUri === undefined) {
    if (Object.values(texts).every((value) => value === undefined)) return undefined;
    throw new TypeError('resourceRequestMethod and resourceRequestUri belong together, shrNonce and shrClaims to both');
  }
  // A proof over plain http would be read on the way, with the token in it.
  if (!resourceRequestUri.startsWith('https://') || !URL.canParse(resourceRequestUri)) {
    throw new TypeError('resourceRequestUri must be an https URL');
  }
  return {
    method: resourceRequestMethod.toUpperCase(),
    url: resourceRequestUri,
    nonce: shrNonce,
    clientClaims: shrClaims,
  };
}

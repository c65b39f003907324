import type { JsonObject } from '@holdfast/core';
import { isThumbprint } from '@holdfast/core/calling';
import { parseCorrelationId, parseScopes, SchemeContradicted } from '@holdfast/oauth/calling';
import type { Account } from '../account/account.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import { readScheme } from '../options/read-scheme.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import { signInScopes } from '../request/sign-in-scopes.ts';
import type { SilentSource, TokenRequest } from '../request/token-request.ts';

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
  readonly sources: readonly SilentSource[];
  readonly redirectUri: string | undefined;
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

const everySource: readonly SilentSource[] = ['cache', 'refresh-token', 'frame'];

/** What a request is read with. */
export interface RequestContext extends Pick<ClientSettings, 'scheme'> {
  /** The claims of the request: whoever calls has read them, for what reads them is loaded only where there are any. @default none */
  readonly claims?: JsonObject | undefined;
}

/**
 * Reads and checks what a caller says, before anything is looked up or sent. Its claims are taken from the context.
 *
 * Names of members are not looked at: a misspelt one leaves its default in force, and none of these is weaker.
 *
 * @throws TypeError for a wrong type, or a missing half of a pair
 * @throws {@link SchemeUnknown}, {@link SchemeUnavailable}, {@link SchemeContradicted}
 */
export function parseTokenRequest(request: TokenRequest, { scheme: own, claims }: RequestContext): ParsedRequest {
  const { account, popKid, signal, redirectUri, accessTokenSha256ToRefresh: tokenHash, forceRefresh } = request;
  const { silentSources: sources = everySource } = request;
  // A source that is not known would leave none, and look like a person who has to be asked.
  if (!sources.every((source) => everySource.includes(source))) throw wrong('silentSources');
  const scheme = readScheme(request, own);
  const proof = parseProof(request);
  if (scheme === 'bearer' && (proof !== undefined || popKid !== undefined)) {
    throw new SchemeContradicted('ERR_SCHEME_PARAMETERS', { detail: 'members of pop' });
  }
  // Whoever has the key signs himself.
  if (popKid !== undefined && (proof !== undefined || !isThumbprint(popKid))) throw wrong('popKid');
  const scopes = parseScopes(request.scopes).filter((scope) => !signInScopes.includes(scope));
  return {
    scopes,
    tokenName: [scheme, popKid, ...scopes.toSorted()].join(' '),
    scheme,
    popKid,
    account,
    claims,
    tokenHash,
    forceRefresh: forceRefresh === true || !sources.includes('cache'),
    sources,
    redirectUri,
    correlationId: parseCorrelationId(request.correlationId),
    proof,
    signal,
  };
}

/**
 * Reads the part of a sign-in that asks for a token.
 *
 * Not checked: what a person is shown; the authority judges that.
 *
 * @throws as {@link parseTokenRequest} does
 */
export function parseSignInRequest(request: SignInRequest, context: RequestContext): ParsedRequest {
  const { scopes = [] } = request;
  // Not spread: text in the place of a list stays text, and is refused.
  return parseTokenRequest({ ...request, scopes: scopes.concat(signInScopes) }, context);
}

/** Gives a sign-in its name, so that the authority is told the same one twice. It is read on the way, but for its claims. */
export function nameSignIn(request: SignInRequest, context: Pick<ClientSettings, 'scheme'>): SignInRequest {
  const { correlationId } = parseSignInRequest(request, context);
  return { ...request, correlationId };
}

function parseProof(request: TokenRequest): ProofWish | undefined {
  const { resourceRequestMethod: method, resourceRequestUri: url, shrNonce: nonce, shrClaims: clientClaims } = request;
  if (method === undefined && url === undefined && nonce === undefined && clientClaims === undefined) return undefined;
  if (typeof method !== 'string') throw wrong('resourceRequestMethod');
  // A proof over plain http would be read on the way, with the token in it.
  if (!/^https:/i.test(url ?? '') || !URL.canParse(url ?? '')) throw wrong('resourceRequestUri');
  return { method: method.toUpperCase(), url: url ?? '', nonce, clientClaims };
}

function wrong(name: string): TypeError {
  return new TypeError(`${name} is missing or wrong`);
}

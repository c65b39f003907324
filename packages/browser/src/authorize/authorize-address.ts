import { encodeBase64url, mergeClaims, randomBytes, randomId, sha256Base64url } from '@holdfast/core';
import { parseClaims } from '@holdfast/oauth/claims';
import type { AuthorityMetadata } from '../metadata/authority-metadata.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import { signInScopes } from '../request/sign-in-scopes.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import type { AnswerKind } from './sign-in-state.ts';

/** What a request for authorization is made from. */
export interface AuthorizeFacts {
  readonly kind: AnswerKind;
  readonly request: SignInRequest;
  readonly metadata: AuthorityMetadata;
  readonly settings: Pick<ClientSettings, 'clientId' | 'redirectUri' | 'capabilities'>;
  /** Whether a window of another origin holds a handle on this one. */
  readonly isReachable: boolean;
}

/** A request for authorization, ready to be made. */
export interface AuthorizeRequest {
  /** Where the browser is sent. */
  readonly address: string;
  /** What has to be kept until the answer comes. */
  readonly pending: PendingSignIn;
}

/**
 * Writes a request for authorization, with a fresh state, nonce and code verifier.
 *
 * Not checked: the request of the page; the client reads it first.
 *
 * @see OpenID Connect Core 1.0 section 3.1.2.1; RFC 7636 section 4; RFC 6749 section 4.1.1
 */
export async function buildAuthorizeAddress(facts: AuthorizeFacts): Promise<AuthorizeRequest> {
  const { kind, request, metadata, settings, isReachable } = facts;
  const { account, scopes = [], extraScopesToConsent = [], redirectUri = settings.redirectUri } = request;
  const codeVerifier = encodeBase64url(randomBytes(32));
  // Fresh, and nobody can guess it (RFC 6749 section 10.12).
  const state = `holdfast.${kind}.${randomId()}.${settings.clientId}`;
  const nonce = randomId();
  const claims = mergeClaims(parseClaims(request.claims), settings.capabilities);
  const members = {
    client_id: settings.clientId,
    scope: [...new Set([...scopes, ...extraScopesToConsent, ...signInScopes])].join(' '),
    redirect_uri: redirectUri,
    'client-request-id': request.correlationId,
    response_mode: 'fragment',
    client_info: '1',
    prompt: request.prompt,
    domain_hint: request.domainHint,
    ...hints(request),
    // Entra finds the data centre of an account by it.
    'X-AnchorMailbox': account?.homeAccountId.replace(/^([^.]+)\.([^.]+)$/, 'Oid:$1@$2'),
    nonce,
    state,
    claims: claims === undefined ? undefined : JSON.stringify(claims),
    // Whether the authority may do without its opener policy, which would cut the window off.
    pocd: isReachable ? undefined : '1',
    response_type: 'code',
    code_challenge: await sha256Base64url(codeVerifier),
    code_challenge_method: 'S256',
  };
  const url = new URL(metadata.authorizationEndpoint);
  // What is ours is written last, over whatever was there.
  for (const [name, value] of [request.extraQueryParameters ?? {}, members].flatMap(Object.entries)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const { issuer, namesIssuer } = metadata;
  const pending = { kind, state, nonce, codeVerifier, redirectUri, issuer, namesIssuer, request };
  return { address: url.href, pending };
}

/** One hint of who signs in: two could name two people. */
function hints({ prompt, sid, loginHint, account }: SignInRequest): Record<string, unknown> {
  if (prompt === 'select_account') return {};
  const { login_hint: opaqueHint, sid: session } = account?.idTokenClaims ?? {};
  if (sid !== undefined) return { sid };
  if (loginHint !== undefined) return { login_hint: loginHint };
  if (typeof opaqueHint === 'string') return { login_hint: opaqueHint };
  if (prompt === 'none' && typeof session === 'string') return { sid: session };
  return { login_hint: account?.username || undefined };
}

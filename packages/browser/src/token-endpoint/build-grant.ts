import { type JsonObject, mergeClaims } from '@holdfast/core';
import type { AuthorizationScheme } from '@holdfast/oauth';
import type { ClientSettings } from '../options/client-settings.ts';
import { signInScopes } from '../request/sign-in-scopes.ts';
import type { CodeAnswer } from './code-answer.ts';

/** What is given for a token. */
export type Grant =
  | {
      readonly grant_type: 'authorization_code';
      readonly code: string;
      readonly code_verifier: string;
      readonly redirect_uri: string;
    }
  | { readonly grant_type: 'refresh_token'; readonly refresh_token: string };

/** One question to the token endpoint. */
export interface TokenQuery {
  /** Permissions of one API; those of signing in come along by themselves. */
  readonly scopes: readonly string[];
  readonly scheme: AuthorizationScheme;
  readonly claims: JsonObject | undefined;
  readonly correlationId: string;
}

/** What the answer to a sign-in is given for. */
export function codeGrant({ code, codeVerifier, redirectUri }: CodeAnswer): Grant {
  return { grant_type: 'authorization_code', code, code_verifier: codeVerifier, redirect_uri: redirectUri };
}

/** What must not come back in an error. */
export function secretsOf(grant: Grant): readonly string[] {
  return grant.grant_type === 'refresh_token' ? [grant.refresh_token] : [grant.code, grant.code_verifier];
}

/**
 * Writes the request for a token: a form and nothing else, so that the browser asks nobody for permission first.
 *
 * @see RFC 6749 sections 4.1.3 and 6; https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function buildTokenRequest(
  grant: Grant,
  { scopes, scheme, claims, correlationId }: TokenQuery,
  {
    clientId,
    capabilities,
    tokenEndpoint,
  }: Pick<ClientSettings, 'clientId' | 'capabilities'> & { readonly tokenEndpoint: string },
): Request {
  const wanted = mergeClaims(claims, capabilities);
  const address = new URL(tokenEndpoint);
  address.searchParams.set('client-request-id', correlationId);
  const body = new URLSearchParams({
    client_id: clientId,
    scope: [...new Set([...scopes, ...signInScopes])].join(' '),
    ...grant,
    client_info: '1',
    'x-ms-lib-capability': 'retry-after, h429',
    ...scheme.tokenParameters,
    ...(wanted === undefined ? {} : { claims: JSON.stringify(wanted) }),
  });
  // Whoever redirects gets nothing: 307 would take the grant along, to anywhere, whichever transport it is.
  return new Request(address, { method: 'POST', body, redirect: 'manual', credentials: 'omit', cache: 'no-store' });
}

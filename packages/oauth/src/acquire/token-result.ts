import type { RefreshReason, TokenOrigin } from '../events/token-event.ts';
import type { BindingCertificate } from '../scheme/binding-certificate.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import type { AcquiredToken } from './acquired-token.ts';

/** An access token and everything a caller may want to know about it. */
export interface TokenResult {
  /** The access token. A bound one is of no use without a proof for each request. */
  readonly accessToken: string;
  /** `pop` and `mtls_pop` are bound to {@link TokenResult.bindingThumbprint}; `Bearer` is good in anybody's hands. */
  readonly tokenType: 'Bearer' | 'pop' | 'mtls_pop';
  /** When it expires. */
  readonly expiresOn: Date;
  /** When it is refreshed in the background. */
  readonly refreshOn: Date;
  /** What it is good for, as the authority said; the scopes that were asked for where it said nothing. */
  readonly scopes: readonly string[];
  /** Names this call in events and, when the authority was asked, in its logs. */
  readonly correlationId: string;
  /** Whether the cache of this process had it. */
  readonly fromCache: boolean;
  /** `shared`: another caller's request was under way, and this one waited for it. */
  readonly tokenSource: TokenOrigin;
  /** Why the authority was asked; with `fromCache`, `proactive` when a refresh is under way. */
  readonly refreshReason?: RefreshReason;
  /** RFC 7638 thumbprint of the proof key, or SHA-256 of the certificate. */
  readonly bindingThumbprint?: string;
  /** The certificate that the token is bound to, and that every request with it must be presented with; with `mtls_pop` only. */
  readonly bindingCertificate?: BindingCertificate;
  /** There: the caller asked for a bound token, no certificate was to be had, and `allowUnboundFallback` let this bearer token through. */
  readonly unboundFallback?: true;
  /** A value for the `Authorization` header of one request, when the caller named that request. Signed anew each time. */
  readonly authorizationHeader?: string;
}

/** Turns what the engine gave into what a caller gets, under the name of his own call. */
export function toTokenResult(
  acquired: AcquiredToken,
  { correlationId, scheme }: Pick<TokenQuery, 'correlationId' | 'scheme'>,
): TokenResult {
  const { token, origin, refreshReason } = acquired;
  const { bindingThumbprint } = token;
  const result: { -readonly [Name in keyof TokenResult]: TokenResult[Name] } = {
    accessToken: token.accessToken,
    tokenType: token.scheme === 'bearer' ? 'Bearer' : token.scheme,
    expiresOn: new Date(token.expiresAt * 1000),
    refreshOn: new Date(token.refreshAt * 1000),
    scopes: token.scopes,
    correlationId,
    fromCache: origin === 'cache',
    tokenSource: origin,
  };
  if (refreshReason !== undefined) result.refreshReason = refreshReason;
  if (bindingThumbprint !== undefined) result.bindingThumbprint = bindingThumbprint;
  if (scheme.credential !== undefined) result.bindingCertificate = scheme.credential.certificate;
  return result;
}

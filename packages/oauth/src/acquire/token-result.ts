import type { RefreshReason, TokenOrigin } from '../events/token-event.ts';
import type { TokenQuery } from '../token-endpoint/token-query.ts';
import type { AcquiredToken } from './acquired-token.ts';

/** An access token and everything a caller may want to know about it. */
export interface TokenResult {
  readonly accessToken: string;
  /** The wire's word: `pop` is bound to {@link TokenResult.bindingThumbprint}; `Bearer` is good in anybody's hands. */
  readonly tokenType: 'Bearer' | 'pop';
  readonly expiresOn: Date;
  /** When it is refreshed in the background. */
  readonly refreshOn: Date;
  readonly scopes: readonly string[];
  readonly correlationId: string;
  readonly fromCache: boolean;
  /** `shared`: another caller's request was under way, and this one waited for it. */
  readonly tokenSource: TokenOrigin;
  /** Why the authority was asked; with `fromCache`, `proactive` when a refresh is under way. */
  readonly refreshReason?: RefreshReason;
  /** RFC 7638 thumbprint of the proof key. */
  readonly bindingThumbprint?: string;
  /** A value for the `Authorization` header of one request, when the caller named that request. Signed anew each time. */
  readonly authorizationHeader?: string;
}

/** Turns what the engine gave into what a caller gets, under the name of his own call. */
export function toTokenResult(
  acquired: AcquiredToken,
  { correlationId }: Pick<TokenQuery, 'correlationId'>,
): TokenResult {
  const { token, origin, refreshReason } = acquired;
  return {
    accessToken: token.accessToken,
    tokenType: token.scheme === 'pop' ? 'pop' : 'Bearer',
    expiresOn: new Date(token.expiresAt * 1000),
    refreshOn: new Date(token.refreshAt * 1000),
    scopes: token.scopes,
    correlationId,
    fromCache: origin === 'cache',
    tokenSource: origin,
    ...(refreshReason === undefined ? {} : { refreshReason }),
    ...(token.bindingThumbprint === undefined ? {} : { bindingThumbprint: token.bindingThumbprint }),
  };
}

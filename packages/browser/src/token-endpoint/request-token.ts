import { TokenEndpointFailed, type TokenReply, TokenReplyMalformed } from '@holdfast/oauth';
import { readTokenBody, readTokenReply } from '@holdfast/oauth/token-reply';
import type { ClientSettings } from '../options/client-settings.ts';
import { buildTokenRequest, type Grant, secretsOf, type TokenQuery } from './build-grant.ts';

/** A token response that passed every check, but for its id_token, which nobody has looked at. */
export interface UserTokenReply extends TokenReply {
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  readonly clientInfo: string | undefined;
}

/** Asks the token endpoint once; the signal ends the wait. */
export type TokenRequester = (grant: Grant, query: TokenQuery, signal: AbortSignal) => Promise<UserTokenReply>;

/** What {@link createTokenRequester} needs. */
export interface TokenRequesterOptions extends Pick<ClientSettings, 'clientId' | 'capabilities' | 'transport'> {
  /** Finds the token endpoint. */
  readonly tokenEndpoint: (signal: AbortSignal) => Promise<string>;
}

/**
 * Makes the function that takes a grant to the token endpoint: build, send, process. Exactly the token type that was asked for comes out of it, bound to the
 * key that was named, or an error.
 *
 * Not checked: the id_token; the access token's signature, issuer and audience, which are the resource's business.
 *
 * @throws from the returned function: {@link TokenRequestRefused}, {@link TokenEndpointFailed}; {@link TokenTypeDowngraded}, {@link TokenTypeUnexpected},
 * {@link TokenNotBound}, {@link TokenReplyMalformed} for a reply that is not what was asked for
 */
export function createTokenRequester(options: TokenRequesterOptions): TokenRequester {
  const { clientId, capabilities, transport } = options;
  return async (grant, query, signal) => {
    const tokenEndpoint = await options.tokenEndpoint(signal);
    const request = buildTokenRequest(grant, query, { clientId, capabilities, tokenEndpoint });
    const response = await transport(new Request(request, { signal })).catch((cause: unknown): never => {
      signal.throwIfAborted();
      throw new TokenEndpointFailed('ERR_TOKEN_ENDPOINT_UNREACHABLE', { cause });
    });
    const { scheme } = query;
    const { object } = await readTokenBody(response, { scheme, secrets: secretsOf(grant), readPause });
    const reply = readTokenReply(object);
    await scheme.checkAccessToken(reply.accessToken);
    const text = (name: string): string | undefined => {
      const value = object[name];
      if (value !== undefined && (typeof value !== 'string' || value === ''))
        throw new TokenReplyMalformed({ detail: name });
      return value;
    };
    return {
      ...reply,
      refreshToken: text('refresh_token'),
      idToken: text('id_token'),
      clientInfo: text('client_info'),
    };
  };
}

const longestPause = 3600;

// Seconds, as every authority writes them; a date is taken for no pause at all.
function readPause(value: string | null): number | undefined {
  return value !== null && /^\d+$/.test(value) ? Math.min(Number(value), longestPause) : undefined;
}

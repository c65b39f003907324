import { findParameter, type TokenForm } from '../forms/form.ts';
import type { Authorization, Delegation } from '../grants/grant.ts';
import type { IssuedToken } from '../mint/issued-token.ts';
import { buildClientInfo } from '../sessions/client-info.ts';
import type { GivenRefreshToken } from './renew-family.ts';

/** The JSON body of a token reply. */
export interface TokenReply {
  readonly token_type: 'Bearer' | 'pop' | 'mtls_pop';
  readonly scope?: string;
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly refresh_in?: number;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly refresh_token_expires_in?: number;
  readonly id_token?: string;
  readonly client_info?: string;
}

const refreshHintFromSeconds = 7200;

/** Step: the reply. A token that lives longer than two hours should be renewed at half its life. */
export function buildTokenReply(facts: {
  readonly form: TokenForm;
  readonly authorization: Authorization;
  readonly issued: IssuedToken;
  readonly idToken: string | undefined;
  readonly refreshToken: GivenRefreshToken | undefined;
}): { readonly reply: TokenReply } {
  const { form, authorization, issued, idToken, refreshToken } = facts;
  const { delegation } = authorization;
  const lifetime = issued.expiresAt - issued.issuedAt;
  const wantsClientInfo = findParameter(form, 'client_info') === '1';
  return {
    reply: {
      token_type: issued.tokenType,
      ...(delegation === undefined ? {} : { scope: scopeOf(delegation) }),
      expires_in: lifetime,
      ext_expires_in: lifetime,
      ...(lifetime > refreshHintFromSeconds ? { refresh_in: Math.floor(lifetime / 2) } : {}),
      access_token: issued.accessToken,
      ...(refreshToken === undefined
        ? {}
        : {
            refresh_token: refreshToken.token,
            refresh_token_expires_in: refreshToken.expiresAt - issued.issuedAt,
          }),
      ...(idToken === undefined ? {} : { id_token: idToken }),
      ...(delegation === undefined || !wantsClientInfo
        ? {}
        : { client_info: buildClientInfo(delegation.family.signIn.user) }),
    },
  };
}

function scopeOf({ scopes }: Delegation): string {
  return [...scopes.openid, ...scopes.names].join(' ');
}

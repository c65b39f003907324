import type { IssuedToken } from '../mint/issued-token.ts';

/** The JSON body of a token reply. */
export interface TokenReply {
  readonly token_type: 'Bearer' | 'pop' | 'mtls_pop';
  readonly expires_in: number;
  readonly ext_expires_in: number;
  readonly refresh_in?: number;
  readonly access_token: string;
}

const refreshHintFromSeconds = 7200;

/** Step: the reply. A token that lives longer than two hours should be renewed at half its life. */
export function buildTokenReply({ issued }: { readonly issued: IssuedToken }): { readonly reply: TokenReply } {
  const lifetime = issued.expiresAt - issued.issuedAt;
  return {
    reply: {
      token_type: issued.tokenType,
      expires_in: lifetime,
      ext_expires_in: lifetime,
      ...(lifetime > refreshHintFromSeconds ? { refresh_in: Math.floor(lifetime / 2) } : {}),
      access_token: issued.accessToken,
    },
  };
}

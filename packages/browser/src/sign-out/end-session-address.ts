import type { Account } from '../account/account.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { SignOutRequest } from '../request/sign-in-request.ts';

/** What the address of a sign-out is made from. */
export interface EndSessionFacts {
  /** Where the authority ends sessions. */
  readonly endpoint: string;
  readonly settings: Pick<ClientSettings, 'clientId' | 'postLogoutRedirectUri'>;
  readonly request: SignOutRequest;
  /** Who leaves, where it is one person. */
  readonly account: Account | undefined;
  /** Comes back to the page at the end, where somebody waits for it. @default none */
  readonly state?: string | undefined;
}

/**
 * Writes the address at which the authority ends a session. No id_token is sent along: `logout_hint` spares the question who leaves, and an
 * address is no place for a token.
 *
 * Not checked: that the authority knows the address it is to send the person to; it refuses what is not registered.
 *
 * @see OpenID Connect RP-Initiated Logout 1.0 section 2
 */
export function buildEndSessionAddress({ endpoint, settings, request, account, state }: EndSessionFacts): string {
  const url = new URL(endpoint);
  const members = {
    client_id: settings.clientId,
    post_logout_redirect_uri: request.postLogoutRedirectUri ?? settings.postLogoutRedirectUri,
    logout_hint: request.logoutHint ?? account?.idTokenClaims['login_hint'],
    state,
  };
  for (const [name, value] of Object.entries(members)) {
    if (typeof value === 'string') url.searchParams.set(name, value);
  }
  return url.href;
}

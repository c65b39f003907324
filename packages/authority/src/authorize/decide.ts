import type { GrantedScopes } from '../codes/granted-scopes.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { AuthorizeRequest, Client, Decision } from './authorize-request.ts';
import type { Choice } from './choose-sign-in.ts';
import type { SignInWish } from './read-wishes.ts';

/**
 * Step: what is left to do: ask who it is, ask for consent, or answer with a code.
 *
 * @throws {@link TokenRefused} `consentRequired`
 */
export function decide(
  facts: AuthorizeRequest & {
    readonly client: Client;
    readonly scopes: GrantedScopes;
    readonly choice: Choice;
    readonly wish: SignInWish;
  },
): { readonly decision: Decision } {
  const { choice, wish, progress, consents, client, scopes } = facts;
  if ('ask' in choice) return { decision: choice.ask };
  const { signIn } = choice;
  const isCovered = consents.covers({ user: signIn.user, application: client.application, scopes });
  if (!isCovered && wish.isSilent) throw new TokenRefused('consentRequired');
  const isAsked = wish.asksConsent && progress.hasConsented !== true;
  return { decision: { kind: isCovered && !isAsked ? 'authorized' : 'consent', signIn } };
}

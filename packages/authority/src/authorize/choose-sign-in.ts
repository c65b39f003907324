import { TokenRefused } from '../errors/token-refused.ts';
import type { SignIn } from '../sessions/sign-in.ts';
import { buildStepUp } from '../steps/grant-claims.ts';
import type { AuthorizeRequest, Client, Decision } from './authorize-request.ts';
import type { ClaimsWish, SignInWish } from './read-wishes.ts';

/** Somebody who may go on, or what to ask before. */
export type Choice =
  | { readonly signIn: SignIn }
  | { readonly ask: Extract<Decision, { readonly kind: 'sign-in' | 'accounts' }> };

type Facts = AuthorizeRequest & {
  readonly client: Client;
  readonly wish: SignInWish;
  readonly claimsWish: ClaimsWish;
};

/**
 * Step: one of those who are signed in is meant, and the sign-in is good enough; else the person is asked, or with prompt=none the request
 * refused.
 *
 * @throws {@link TokenRefused} `nobodySignedIn`, `accountAmbiguous`, `signInTooOld`, `stepUpRequired`, `claimsUnmet`
 * @see OpenID Connect Core sections 3.1.2.3 and 3.1.2.6
 */
export function chooseSignIn(facts: Facts): { readonly choice: Choice } {
  // Whoever is of another tenant does not exist for this application.
  const present = (facts.session?.signIns ?? []).filter(({ tenant }) => tenant.id === facts.client.tenant.id);
  const chosen = findChosen(present, facts);
  if (chosen === undefined) return { choice: { ask: askWho(present, facts) } };
  const lack = facts.progress.isFresh === true ? undefined : findLack(chosen, facts);
  if (lack !== undefined) {
    if (facts.wish.isSilent) throw refusalFor(lack, facts.claimsWish);
    return { choice: { ask: { kind: 'sign-in', reason: lack, username: chosen.user.username } } };
  }
  // Also of a sign-in that was made a moment ago: what cannot be met is not asked for again and again.
  if (!meetsContexts(chosen, facts.claimsWish)) throw new TokenRefused('claimsUnmet');
  return { choice: { signIn: chosen } };
}

function findChosen(present: readonly SignIn[], { progress, wish }: Facts): SignIn | undefined {
  if (progress.sessionId !== undefined) return present.find(({ sessionId }) => sessionId === progress.sessionId);
  if (progress.wantsAnother === true || wish.asksAccount) return undefined;
  if (wish.hint !== undefined) return findHinted(present, wish.hint);
  return present.length === 1 ? present[0] : undefined;
}

function findHinted(present: readonly SignIn[], { kind, value }: NonNullable<SignInWish['hint']>): SignIn | undefined {
  const wanted = value.toLowerCase();
  return present.find(({ sessionId, user }) =>
    kind === 'sid' ? sessionId === value : user.username.toLowerCase() === wanted || user.objectId === wanted,
  );
}

function askWho(present: readonly SignIn[], { progress, wish }: Facts): Extract<Choice, { ask: object }>['ask'] {
  const isAmbiguous = present.length > 1 && wish.hint === undefined;
  if (wish.isSilent) throw new TokenRefused(isAmbiguous ? 'accountAmbiguous' : 'nobodySignedIn');
  const mayChoose = progress.wantsAnother !== true && !wish.asksLogin && (isAmbiguous || wish.asksAccount);
  if (mayChoose && present.length > 0) return { kind: 'accounts', signIns: present };
  return { kind: 'sign-in', username: wish.hint?.kind === 'login' ? wish.hint.value : undefined };
}

function findLack(signIn: SignIn, { wish, claimsWish, at }: Facts): 'signInAgain' | 'stepUp' | undefined {
  if (wish.asksLogin) return 'signInAgain';
  if (wish.maxAge !== undefined && at / 1000 - signIn.authenticatedAt >= wish.maxAge) return 'signInAgain';
  return meetsContexts(signIn, claimsWish) ? undefined : 'stepUp';
}

function refusalFor(lack: 'signInAgain' | 'stepUp', { contexts }: ClaimsWish): TokenRefused {
  return lack === 'stepUp' ? buildStepUp(contexts?.values ?? []) : new TokenRefused('signInTooOld');
}

/** Tells whether a sign-in meets the authentication context that the `claims` parameter insists on. */
function meetsContexts({ authenticationContexts: met }: SignIn, { contexts }: ClaimsWish): boolean {
  if (contexts === undefined || !contexts.isEssential) return true;
  return contexts.values.length === 0 ? met.length > 0 : contexts.values.some((value) => met.includes(value));
}

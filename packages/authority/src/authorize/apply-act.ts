import { aadsts } from '../errors/aadsts.ts';
import { TokenRefused } from '../errors/token-refused.ts';
import type { AuthorityEvent } from '../events/authority-event.ts';
import type { SignInProblem } from '../pages/views.ts';
import type { Session } from '../sessions/sign-in.ts';
import type { Progress } from './authorize-request.ts';
import { chooseSignIn } from './choose-sign-in.ts';
import type { InteractionRooms } from './interaction-rooms.ts';
import type { Act } from './person-form.ts';
import type { ReadRequest } from './procedures.ts';
import { signInPerson } from './sign-in-person.ts';

/** What an act changed. */
export interface ActEffect {
  readonly session: Session | undefined;
  readonly progress: Progress;
  /** The person is asked again, because this was wrong. */
  readonly problem?: { readonly problem: SignInProblem; readonly username: string } | undefined;
  readonly cookieLines: readonly string[];
  readonly events: readonly AuthorityEvent[];
}

/**
 * Applies what a person did on a page.
 *
 * Not checked: that the form came from our page; the caller did.
 *
 * @throws {@link TokenRefused} `signInCancelled`, `consentDeclined`
 */
export function applyAct(
  act: Act,
  facts: ReadRequest,
  from: { readonly rooms: InteractionRooms; readonly cookieHeader: string | undefined },
): ActEffect {
  const unchanged = { session: facts.session, progress: facts.progress, cookieLines: [], events: [] };
  switch (act.kind) {
    case 'cancel':
      throw new TokenRefused('signInCancelled');
    case 'decline':
      throw new TokenRefused('consentDeclined');
    case 'another':
      return { ...unchanged, progress: { wantsAnother: true } };
    case 'account':
      return { ...unchanged, progress: { sessionId: findSessionId(act.username, facts) } };
    case 'accept':
      return { ...unchanged, progress: consent(facts, from.rooms) };
    default:
      return signIn(act, facts, from);
  }
}

// Whoever is no longer signed in leaves nobody chosen, and is asked again.
function findSessionId(username: string, { session }: ReadRequest): string | undefined {
  return session?.signIns.find(({ user }) => user.username === username)?.sessionId;
}

// The page named the account, and the seal holds it: what another tab did to the session since changes nobody's consent.
function consent(facts: ReadRequest, { consents }: InteractionRooms): Progress {
  const { choice } = chooseSignIn(facts);
  if ('ask' in choice || facts.progress.sessionId !== choice.signIn.sessionId) return facts.progress;
  consents.grant({ user: choice.signIn.user, application: facts.client.application, scopes: facts.scopes });
  return { ...facts.progress, hasConsented: true };
}

function signIn(
  act: Extract<Act, { readonly kind: 'password' | 'test-user' }>,
  facts: ReadRequest,
  { rooms, cookieHeader }: { readonly rooms: InteractionRooms; readonly cookieHeader: string | undefined },
): ActEffect {
  const { directory, client, claimsWish, session, progress } = facts;
  const attempt = signInPerson(act, { directory, tenant: client.tenant, claimsWish, cookieHeader }, rooms);
  const { clientId } = client.application;
  if ('problem' in attempt) {
    const { problem } = attempt;
    const reason = problem === 'heldBack' ? 'signInHeldBack' : 'credentialsWrong';
    const { code, error } = aadsts[reason];
    const events: readonly AuthorityEvent[] =
      problem === 'credentialsWrong' || problem === 'heldBack'
        ? [{ name: 'sign-in.refused', error, code, reason, clientId }]
        : [];
    return { session, progress, problem: { problem, username: act.username }, cookieLines: [], events };
  }
  const { begun, method } = attempt;
  const { user, tenant, sessionId, authenticationContexts } = begun.signIn;
  return {
    session: begun.session,
    progress: { sessionId, isFresh: true },
    cookieLines: [begun.cookie.line],
    events: [
      {
        name: 'user.signed-in',
        tenantId: tenant.id,
        objectId: user.objectId,
        clientId,
        method,
        authenticationContexts,
      },
    ],
  };
}

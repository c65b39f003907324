import type { Directory, Tenant, User } from '../directory/directory.ts';
import type { UserSignedIn } from '../events/authority-event.ts';
import type { SignInProblem } from '../pages/views.ts';
import type { BegunSession } from '../sessions/sign-in.ts';
import { verifyPassword } from '../sessions/verify-password.ts';
import type { InteractionRooms } from './interaction-rooms.ts';
import type { Act } from './person-form.ts';
import type { ClaimsWish } from './read-wishes.ts';

type Credentials = Extract<Act, { readonly kind: 'password' | 'test-user' }>;

/** Somebody who signed in, or what was wrong. */
export type Attempt =
  | { readonly begun: BegunSession; readonly method: UserSignedIn['method'] }
  | { readonly problem: SignInProblem };

/** What an attempt is judged by. */
export interface AttemptFacts {
  readonly directory: Directory;
  /** Only its users can sign in here. */
  readonly tenant: Tenant;
  readonly claimsWish: ClaimsWish;
  readonly cookieHeader: string | undefined;
}

/**
 * Signs a person in, by a password or by the button of a test user.
 *
 * What was wrong is told in the same words, and takes the same time, whether nobody has the name, somebody of another tenant has it, or the
 * password is another. While a name is held back, the right password is refused as well.
 */
export function signInPerson(
  credentials: Credentials,
  facts: AttemptFacts,
  { sessions, throttle }: Pick<InteractionRooms, 'sessions' | 'throttle'>,
): Attempt {
  const { username } = credentials;
  const user = findUser(username, facts);
  if (credentials.kind === 'password') {
    const { password } = credentials;
    if (username === '') return { problem: 'usernameMissing' };
    if (password === '') return { problem: 'passwordMissing' };
    if (throttle.isHeldBack(username)) return { problem: 'heldBack' };
    if (!verifyPassword(user, password) || user === undefined) {
      throttle.noteFailure(username);
      return { problem: 'credentialsWrong' };
    }
    throttle.noteSuccess(username);
  }
  if (user === undefined) return { problem: 'credentialsWrong' };
  const authenticationContexts = contextsToMeet(facts.claimsWish);
  const begun = sessions.create({ user, authenticationContexts, cookieHeader: facts.cookieHeader });
  return { begun, method: credentials.kind };
}

function findUser(username: string, { directory, tenant }: AttemptFacts): User | undefined {
  const wanted = username.toLowerCase();
  return directory.users.find((user) => user.tenantId === tenant.id && user.username.toLowerCase() === wanted);
}

const anyContext = 'c1';

// Whoever proves anew who they are meets what was asked for then. There is no second factor here: that they were asked is what is tested.
function contextsToMeet({ contexts }: ClaimsWish): readonly string[] {
  if (contexts === undefined) return [];
  return contexts.values.length === 0 ? [anyContext] : contexts.values.filter((value) => value !== '');
}

import type { SignIn } from '../sessions/sign-in.ts';
import type { KnownSignIn } from './id-token-hint.ts';

/** Whose sign-in would end. */
export interface Leaving {
  readonly signIns: readonly SignIn[];
  /** Whoever sent the request knows this very sign-in: it holds the id_token of it. */
  readonly isVouchedFor: boolean;
}

/**
 * Finds out whose sign-in a request means.
 *
 * An id_token vouches. A user name vouches for nothing, because everybody can know it; it only tells one of several people from the others.
 *
 * @param known - out of a verified id_token
 */
export function findLeaving(
  signIns: readonly SignIn[],
  known: KnownSignIn | undefined,
  logoutHint: string | undefined,
): Leaving {
  const vouched = signIns.filter(({ sessionId }) => sessionId === known?.sessionId);
  if (vouched.length > 0) return { signIns: vouched, isVouchedFor: true };
  const named = signIns.filter(({ user }) => user.username.toLowerCase() === logoutHint?.toLowerCase());
  return { signIns: named.length > 0 ? named : signIns, isVouchedFor: false };
}

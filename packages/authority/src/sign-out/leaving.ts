import { equalText } from '@holdfast/core';
import { readHintedName } from '../sessions/login-hint.ts';
import type { SignIn } from '../sessions/sign-in.ts';
import type { KnownSignIn } from './id-token-hint.ts';

/** Whose sign-in would end. */
export interface Leaving {
  readonly signIns: readonly SignIn[];
  /** Whoever sent the request knows this very sign-in: it has seen an id_token of it. */
  readonly isVouchedFor: boolean;
}

/**
 * Finds out whose sign-in a request means.
 *
 * An id_token vouches, and so does its `login_hint`. A user name vouches for nothing, because everybody can know it, nor does `sid`, because
 * APIs do; a name only tells one of several people from the others.
 *
 * @param known - out of a verified id_token
 */
export function findLeaving(
  signIns: readonly SignIn[],
  known: KnownSignIn | undefined,
  logoutHint: string | undefined,
): Leaving {
  const vouched = signIns.filter(
    ({ sessionId, loginHint }) => sessionId === known?.sessionId || equalText(loginHint, logoutHint ?? ''),
  );
  if (vouched.length > 0) return { signIns: vouched, isVouchedFor: true };
  const name = logoutHint === undefined ? undefined : readHintedName(logoutHint).toLowerCase();
  const named = signIns.filter(({ user }) => user.username.toLowerCase() === name);
  return { signIns: named.length > 0 ? named : signIns, isVouchedFor: false };
}

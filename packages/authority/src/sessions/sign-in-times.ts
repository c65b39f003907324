import { type Clock, epochSeconds } from '@holdfast/core';
import type { User } from '../directory/directory.ts';
import type { RevocationBook } from '../revocation/revocation-book.ts';
import type { SignIn } from './sign-in.ts';

/** For how long a sign-in counts, in seconds. */
export const signInLifetimeSeconds: number = 8 * 60 * 60;

/** When sign-ins begin, and until when they count. */
export interface SignInTimes {
  /** The instant of a sign-in that is made now, in epoch seconds. */
  beginFor(user: User): number;
  /** Tells whether a sign-in still counts: it is not too old, and its user was not revoked since. */
  isLive(signIn: SignIn): boolean;
}

/** Makes them over a clock and the revocations. */
export function createSignInTimes(clock: Clock, revocations: Pick<RevocationBook, 'find' | 'noteIssued'>): SignInTimes {
  return {
    // Whoever signs in after a revocation is not covered by it, though it happen within the same second.
    beginFor: ({ objectId }) => {
      const now = epochSeconds(clock);
      const revocation = revocations.find({ objectId, issuedAt: now });
      const authenticatedAt = revocation === undefined ? now : revocation.revokedAt + 1;
      // A later revocation covers it in turn, within the same second and after a clock was set back.
      revocations.noteIssued(authenticatedAt);
      return authenticatedAt;
    },
    isLive: ({ user, authenticatedAt }) =>
      epochSeconds(clock) < authenticatedAt + signInLifetimeSeconds &&
      revocations.find({ objectId: user.objectId, issuedAt: authenticatedAt }) === undefined,
  };
}

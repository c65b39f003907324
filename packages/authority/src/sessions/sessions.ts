import { type Clock, createLruMap, epochSeconds, randomId } from '@holdfast/core';
import type { Directory, Tenant, User } from '../directory/directory.ts';
import type { RevocationBook } from '../revocation/revocation-book.ts';
import { createLoginHint } from './login-hint.ts';
import { createSessionCookie, expiredCookieLine, findSessionKey } from './session-cookie.ts';
import type { BegunSession, NewSignIn, Session, Sessions, SignIn } from './sign-in.ts';
import { createSignInTimes, signInLifetimeSeconds } from './sign-in-times.ts';

const mostPeople = 8;
const mostSessions = 2000;

/**
 * Makes the sessions of an authority.
 *
 * The value of a cookie is not kept, only its SHA-256: what finds a session here opens none. Nobody keeps a session that was there before they
 * signed in: each sign-in makes a new cookie and forgets the one that came with the request.
 */
export function createSessions(options: {
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'findTenant'>;
  readonly revocations: Pick<RevocationBook, 'find' | 'noteIssued'>;
}): Sessions {
  const { clock, directory, revocations } = options;
  const sessions = createLruMap<Session>(mostSessions);
  const times = createSignInTimes(clock, revocations);

  const findByKey = (key: string | undefined): Session | undefined => {
    const kept = key === undefined ? undefined : sessions.find(key);
    if (key === undefined || kept === undefined) return undefined;
    const signIns = kept.signIns.filter(times.isLive);
    if (signIns.length > 0) return { signIns };
    sessions.remove(key);
    return undefined;
  };

  const begin = ({ user, authenticationContexts = [], cookieHeader }: NewSignIn): BegunSession => {
    const formerKey = findSessionKey(cookieHeader);
    const { signIns = [] } = findByKey(formerKey) ?? {};
    if (formerKey !== undefined) sessions.remove(formerKey);
    const signIn: SignIn = {
      ...nameSignIn(user, signIns),
      user,
      tenant: tenantOf(user, directory),
      authenticatedAt: times.beginFor(user),
      authenticationContexts,
    };
    const others = signIns.filter((one) => one.user.objectId !== user.objectId);
    const session = { signIns: [...others.slice(1 - mostPeople), signIn] };
    const { cookie, key } = createSessionCookie(epochSeconds(clock), signInLifetimeSeconds);
    sessions.write(key, session);
    return { session, signIn, cookie };
  };

  return {
    create: begin,
    find: (cookieHeader) => findByKey(findSessionKey(cookieHeader)),
    end: (sessionId) => {
      for (const [key, { signIns }] of sessions.entries()) {
        const left = signIns.filter((one) => one.sessionId !== sessionId);
        if (left.length === signIns.length) continue;
        if (left.length === 0) sessions.remove(key);
        else sessions.write(key, { signIns: left });
      }
    },
    expiredCookieLine,
  };
}

// Somebody who signs in once more goes on under the same names, so that a sign-out ends what they got before, too.
function nameSignIn(user: User, signIns: readonly SignIn[]): Pick<SignIn, 'sessionId' | 'loginHint'> {
  const former = signIns.find((one) => one.user.objectId === user.objectId);
  return {
    sessionId: former?.sessionId ?? randomId(),
    loginHint: former?.loginHint ?? createLoginHint(user.username),
  };
}

function tenantOf(user: User, directory: Pick<Directory, 'findTenant'>): Tenant {
  const tenant = directory.findTenant(user.tenantId);
  if (tenant === undefined) throw new TypeError('A user is in no tenant');
  return tenant;
}

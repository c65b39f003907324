import { createHash } from 'node:crypto';
import { type Clock, createLruMap, encodeBase64url, epochSeconds, randomBytes, randomId } from '@holdfast/core';
import type { Directory, Tenant, User } from '../directory/directory.ts';
import type { RevocationAnswers } from '../revocation/revocation-answers.ts';
import { findCookie, writeCookie } from './cookies.ts';
import { createLoginHint } from './login-hint.ts';
import type { BegunSession, NewSignIn, Session, SessionCookie, Sessions, SignIn } from './sign-in.ts';

const cookieName = '__Host-holdfast-session';
const cookieBytes = 32;
const cookieShape = /^[A-Za-z0-9_-]{43}$/;
const lifetimeSeconds = 8 * 60 * 60;
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
  readonly revocations: Pick<RevocationAnswers, 'find'>;
}): Sessions {
  const { clock, directory, revocations } = options;
  const sessions = createLruMap<Session>(mostSessions);

  const isLive = ({ user, authenticatedAt }: SignIn): boolean =>
    epochSeconds(clock) < authenticatedAt + lifetimeSeconds &&
    revocations.find({ objectId: user.objectId, issuedAt: authenticatedAt }) === undefined;

  const findByKey = (key: string | undefined): Session | undefined => {
    const kept = key === undefined ? undefined : sessions.find(key);
    if (key === undefined || kept === undefined) return undefined;
    const signIns = kept.signIns.filter(isLive);
    if (signIns.length > 0) return { signIns };
    sessions.remove(key);
    return undefined;
  };

  const begin = ({ user, authenticationContexts = [], cookieHeader }: NewSignIn): BegunSession => {
    const formerKey = keyOf(cookieHeader);
    const others = (findByKey(formerKey)?.signIns ?? []).filter((one) => one.user.objectId !== user.objectId);
    if (formerKey !== undefined) sessions.remove(formerKey);
    const signIn: SignIn = {
      sessionId: randomId(),
      loginHint: createLoginHint(user.username),
      user,
      tenant: tenantOf(user, directory),
      authenticatedAt: instantOf(user),
      authenticationContexts,
    };
    const session = { signIns: [...others.slice(1 - mostPeople), signIn] };
    const value = encodeBase64url(randomBytes(cookieBytes));
    sessions.write(digest(value), session);
    return { session, signIn, cookie: describeCookie(value, epochSeconds(clock) + lifetimeSeconds) };
  };

  // Whoever signs in after a revocation is not covered by it, though it happen within the same second.
  const instantOf = ({ objectId }: User): number => {
    const now = epochSeconds(clock);
    const revocation = revocations.find({ objectId, issuedAt: now });
    return revocation === undefined ? now : revocation.revokedAt + 1;
  };

  return {
    create: begin,
    find: (cookieHeader) => findByKey(keyOf(cookieHeader)),
    end: (sessionId) => {
      for (const [key, { signIns }] of sessions.entries()) {
        const left = signIns.filter((one) => one.sessionId !== sessionId);
        if (left.length === signIns.length) continue;
        if (left.length === 0) sessions.remove(key);
        else sessions.write(key, { signIns: left });
      }
    },
    endAll: (cookieHeader) => {
      const key = keyOf(cookieHeader);
      if (key !== undefined) sessions.remove(key);
    },
    expiredCookieLine: writeCookie({ name: cookieName, value: '', sameSite: 'None', maxAgeSeconds: 0 }),
    get size() {
      return sessions.size;
    },
  };
}

function describeCookie(value: string, expiresAt: number): SessionCookie {
  // None: a page of an application renews its tokens in a hidden frame of ours.
  const line = writeCookie({ name: cookieName, value, sameSite: 'None', maxAgeSeconds: lifetimeSeconds });
  return { name: cookieName, value, expiresAt, line };
}

function keyOf(cookieHeader: string | undefined): string | undefined {
  const value = findCookie(cookieHeader, cookieName);
  return value !== undefined && cookieShape.test(value) ? digest(value) : undefined;
}

function digest(value: string): string {
  return createHash('sha256').update(value, 'utf8').digest('base64url');
}

function tenantOf(user: User, directory: Pick<Directory, 'findTenant'>): Tenant {
  const tenant = directory.findTenant(user.tenantId);
  if (tenant === undefined) throw new TypeError('A user is in no tenant');
  return tenant;
}

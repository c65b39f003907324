import { createOpaqueSecret, hashSecret, isOpaqueSecret } from '../secrets/opaque-secret.ts';
import { findCookie, writeCookie } from './cookies.ts';
import type { SessionCookie } from './sign-in.ts';

const name = '__Host-holdfast-session';

/** The `Set-Cookie` line that takes the cookie of a session back. */
export const expiredCookieLine: string = writeCookie({ name, value: '', sameSite: 'None', maxAgeSeconds: 0 });

/**
 * Makes the cookie of a new session.
 *
 * @param now - epoch seconds
 * @returns the cookie, and the key that the session is kept under: a digest of its value, which opens nothing
 */
export function createSessionCookie(
  now: number,
  lifetimeSeconds: number,
): { readonly cookie: SessionCookie; readonly key: string } {
  const value = createOpaqueSecret();
  // None: a page of an application renews its tokens in a hidden frame of ours.
  const line = writeCookie({ name, value, sameSite: 'None', maxAgeSeconds: lifetimeSeconds });
  return { cookie: { name, value, expiresAt: now + lifetimeSeconds, line }, key: hashSecret(value) };
}

/** Finds the key of the session that a `Cookie` line opens, if it opens one. */
export function findSessionKey(cookieHeader: string | undefined): string | undefined {
  const value = findCookie(cookieHeader, name);
  return value !== undefined && isOpaqueSecret(value) ? hashSecret(value) : undefined;
}

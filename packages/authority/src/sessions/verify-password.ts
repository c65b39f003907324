import { createHash, timingSafeEqual } from 'node:crypto';
import type { User } from '../directory/directory.ts';

/**
 * Tells whether a password is that of somebody. It takes the same time for a name that nobody has, and for passwords of any length.
 *
 * Not checked: how often somebody tries; see the throttle.
 *
 * @param user - undefined when nobody has the name
 */
export function verifyPassword(user: User | undefined, password: string): boolean {
  const isSame = timingSafeEqual(digest(password), digest(user?.password ?? ''));
  return isSame && user !== undefined && user.password !== '';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

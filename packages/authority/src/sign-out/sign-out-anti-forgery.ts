import { createHmac, randomBytes } from 'node:crypto';
import { equalText } from '@holdfast/core';
import type { SignIn } from '../sessions/sign-in.ts';

/** Values that only our own page knows: it names whom it asked about. */
export interface SignOutAntiForgery {
  /** The value for these people, in this order. */
  write(leaving: readonly SignIn[]): string;
  matches(value: string | undefined, leaving: readonly SignIn[]): boolean;
}

/**
 * Makes anti-forgery values, with a key that this process alone has. A cookie that is sent twice would not do: cookies of localhost are those
 * of every port.
 */
export function createSignOutAntiForgery(): SignOutAntiForgery {
  const key = randomBytes(32);
  const write = (leaving: readonly SignIn[]): string =>
    createHmac('sha256', key)
      .update(leaving.map(({ sessionId }) => sessionId).join(' '), 'utf8')
      .digest('base64url');
  return { write, matches: (value, leaving) => value !== undefined && equalText(value, write(leaving)) };
}

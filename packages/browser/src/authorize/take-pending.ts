import { readOwnAddress } from './own-address.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import { slotName } from './slot-name.ts';

const members = ['state', 'nonce', 'codeVerifier', 'redirectUri', 'issuer'] as const;

/**
 * Takes the sign-in that an answer belongs to, which is used up by that. An answer to another one takes nothing: whoever makes answers up
 * must not be able to end the sign-in that is under way.
 *
 * Not checked: the request, which has to be read like any other; the rest is, for every script of the page can write here.
 *
 * @param state - the whole text
 * @returns undefined where this tab awaits no such answer
 */
export function takePending(clientId: string, state: string | null): PendingSignIn | undefined {
  const name = slotName(clientId);
  try {
    const pending = JSON.parse(sessionStorage.getItem(name) ?? 'null');
    if (pending?.state !== state) return undefined;
    sessionStorage.removeItem(name);
    const { kind, namesIssuer, request } = pending;
    const isSound =
      members.every((member) => typeof pending[member] === 'string') &&
      kind === 'redirect' &&
      typeof namesIssuer === 'boolean' &&
      typeof request === 'object' &&
      request !== null;
    return isSound ? { ...pending, returnTo: readOwnAddress(pending.returnTo, location.href) } : undefined;
  } catch {
    return undefined;
  }
}

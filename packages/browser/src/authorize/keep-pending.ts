import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import { slotName } from './slot-name.ts';

/**
 * Writes down a sign-in until its answer comes back to this tab.
 *
 * @throws {@link SignInUnfinished} `ERR_SIGN_IN_STORAGE` where the browser keeps nothing
 */
export function keepPending(clientId: string, pending: PendingSignIn): void {
  const { signal: _, ...request } = pending.request;
  try {
    sessionStorage.setItem(slotName(clientId), JSON.stringify({ ...pending, request }));
  } catch (cause) {
    throw new SignInUnfinished('ERR_SIGN_IN_STORAGE', { cause });
  }
}

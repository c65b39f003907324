import type { Account } from '../account/account.ts';
import { openPopup, type Popup } from '../interaction/open-popup.ts';
import type { SignOutRequest } from '../request/sign-in-request.ts';
import type { SessionEnd } from './end-session.ts';

/** Signs somebody out. */
export interface Leaving {
  readonly request: SignOutRequest;
  /** Who leaves, where it is one person. */
  readonly account: Account | undefined;
  /** Forgets tokens and keys of this browser. It is called first, whatever becomes of the rest. */
  forget(): Promise<void>;
}

/**
 * Makes the sign-out of a client: what this browser holds is forgotten, then the authority is told.
 *
 * @param load - gives what tells the authority; it is called when everything is forgotten
 * @returns a function that throws {@link SignInUnfinished} `ERR_SIGN_IN_POPUP_BLOCKED`, and what {@link SessionEnd} throws; the tokens are forgotten by then
 */
export function createSignOut(load: () => Promise<SessionEnd>): (leaving: Leaving) => Promise<void> {
  return async ({ request, account, forget }) => {
    const forgotten = forget();
    let popup: Popup | undefined;
    try {
      // Within the click, as with signing in.
      if (request.interaction === 'popup') popup = openPopup();
      await forgotten;
      if (request.interaction !== 'local') await (await load())({ request, account, popup });
    } finally {
      popup?.close();
      await forgotten;
    }
  };
}

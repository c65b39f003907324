import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';
import type { Popup } from './open-popup.ts';
import type { Wait } from './wait.ts';

const lookEveryMs = 200;
// How long the focus may take to come back after a window was closed.
const looksAfterwards = 5;

/**
 * Ends a wait when the person closes the window.
 *
 * A page with an opener policy (COOP) looks closed to whoever opened it, too. So a window counts as closed only where it was seen at another
 * origin before, and the focus came back to this page at once; otherwise the wait goes on, and ends by an answer, its time or its caller.
 *
 * @returns stops looking
 */
export function watchPopup(popup: Popup, wait: Wait): () => void {
  let wasElsewhere = false;
  let looks = 0;
  const timer = setInterval(() => {
    if (!popup.closed) {
      wasElsewhere ||= isElsewhere(popup);
      return;
    }
    looks += 1;
    // The first look is too early: an answer may be on its way from a window that closed itself.
    if (looks > 1 && wasElsewhere && document.hasFocus()) wait.end(new SignInUnfinished('ERR_SIGN_IN_CANCELLED'));
    if (looks > looksAfterwards) clearInterval(timer);
  }, lookEveryMs);
  return () => clearInterval(timer);
}

function isElsewhere(popup: Popup): boolean {
  try {
    return popup.location.href === '';
  } catch {
    return true;
  }
}

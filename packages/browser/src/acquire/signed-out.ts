import { InteractionRequired } from '../errors/interaction-required.ts';

/** Nobody is signed in here: perhaps somebody was, until a moment ago. */
export function signedOut(): InteractionRequired {
  return new InteractionRequired({ reason: 'no_account' });
}

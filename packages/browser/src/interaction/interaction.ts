import { readOwnAddress } from '../authorize/own-address.ts';
import { InteractionRequired } from '../errors/interaction-required.ts';
import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import type { ClientSettings } from '../options/client-settings.ts';
import type { SignInRequest } from '../request/sign-in-request.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import { awaitAnswer } from './await-answer.ts';
import { createSignInBeginning } from './begin-sign-in.ts';
import { openHiddenFrame } from './hidden-frame.ts';
import type { Popup } from './open-popup.ts';
import { judgeRedirect, leavePage } from './redirect.ts';
import type { TakenAnswer } from './take-answer.ts';
import { beginWait, type Wait } from './wait.ts';
import { watchPopup } from './watch-popup.ts';

/** Asks a person, or the authority about a person, and brings back a code. */
export interface Interaction {
  /**
   * Asks in a window, which whoever opened it closes. A sign-in that is under way in this page ends with `ERR_SIGN_IN_REPLACED`: the person has
   * asked for another.
   *
   * @param popup - empty
   * @throws {@link SignInUnfinished}, {@link SignInRefused}, {@link InteractionRequired}, {@link MetadataRefused}, {@link FlightAborted}
   */
  askByPopup(request: SignInRequest, popup: Popup): Promise<CodeAnswer>;
  /**
   * Leaves the page; never resolves. It replaces a sign-in that is under way, as a popup does.
   *
   * @throws TypeError for a `returnTo` of another origin
   * @throws {@link SignInUnfinished}, {@link MetadataRefused}
   */
  leave(request: SignInRequest): Promise<never>;
  /**
   * Asks in a frame that nobody sees.
   *
   * @throws {@link InteractionRequired} whenever a person would have to be asked, also where the frame was not answered
   * @throws {@link SignInRefused}, {@link MetadataRefused}, {@link FlightAborted}
   */
  askByFrame(request: SignInRequest): Promise<CodeAnswer>;
  /**
   * Judges an answer that this page was opened with.
   *
   * @throws {@link SignInRefused}, {@link InteractionRequired}, {@link MetadataRefused}
   */
  judgeRedirect(taken: TakenAnswer): Promise<CodeAnswer>;
  /** Ends whatever waits for a person. */
  close(): void;
}

/**
 * Makes the interaction of a client.
 *
 * Not checked: the requests; the client reads them first.
 */
export function createInteraction(settings: ClientSettings, source: AuthoritySource): Interaction {
  const begin = createSignInBeginning(settings, source);
  let current: Wait | undefined;

  const replaceBy = (next?: Wait): void => {
    current?.end(new SignInUnfinished('ERR_SIGN_IN_REPLACED'));
    current = next;
  };
  return {
    async askByPopup(request, popup) {
      const wait = beginWait(settings.popupTimeoutMs, request.signal);
      replaceBy(wait);
      const unwatch = watchPopup(popup, wait);
      try {
        const { address, pending } = await begin('popup', request, wait.signal);
        if (popup.closed) throw new SignInUnfinished('ERR_SIGN_IN_CANCELLED');
        const { answer } = awaitAnswer(pending, wait.signal);
        popup.location.replace(address);
        return await answer;
      } finally {
        unwatch();
        wait.end();
      }
    },
    async leave(request) {
      if (window.top !== window) throw new SignInUnfinished('ERR_SIGN_IN_FRAMED');
      const returnTo = readOwnAddress(request.returnTo ?? location.href, location.href);
      if (returnTo === undefined) throw new TypeError('returnTo must be an address of this origin');
      const wait = beginWait(settings.timeoutMs, request.signal);
      replaceBy(wait);
      const { address, pending } = await begin('redirect', request, wait.signal).finally(() => wait.end());
      return leavePage(settings.clientId, address, { ...pending, returnTo });
    },
    async askByFrame(request) {
      const wait = beginWait(settings.frameTimeoutMs, request.signal);
      let remove = (): void => undefined;
      try {
        const { address, pending } = await begin('frame', { ...request, prompt: 'none' }, wait.signal);
        const listener = awaitAnswer(pending, wait.signal);
        remove = openHiddenFrame(address, listener, wait);
        return await listener.answer;
      } catch (error) {
        if (!(error instanceof SignInUnfinished)) throw error;
        throw new InteractionRequired({ reason: 'interaction_required', cause: error });
      } finally {
        wait.end();
        remove();
      }
    },
    judgeRedirect: (taken) => judgeRedirect(taken, source),
    close: () => replaceBy(),
  };
}

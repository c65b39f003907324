import type { SignInRequest } from '../request/sign-in-request.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import type { Interaction } from './interaction.ts';
import { openPopup } from './open-popup.ts';
import { takeAnswer } from './take-answer.ts';

/** The interaction of a client as its page meets it: what cannot wait is done at once, and the rest is loaded for it. */
export interface Entrance {
  /**
   * Asks in a window of its own, which opens before this returns: call it in the click.
   *
   * @throws {@link SignInUnfinished} `ERR_SIGN_IN_POPUP_BLOCKED`; what {@link Interaction.askByPopup} throws
   */
  askByPopup(request: SignInRequest): Promise<CodeAnswer>;
  /** As {@link Interaction.leave}. */
  leave(request: SignInRequest): Promise<never>;
  /** As {@link Interaction.askByFrame}. */
  askByFrame(request: SignInRequest): Promise<CodeAnswer>;
  /**
   * Takes the answer that this page was opened with, or the text of it; the address is clean before this returns.
   *
   * @throws what {@link Interaction.judgeRedirect} throws
   */
  takeRedirect(text?: string): Promise<CodeAnswer | undefined>;
  /** Ends whatever waits for a person. */
  close(): void;
}

/**
 * Makes the entrance to an interaction.
 *
 * @param clientId - the application whose answers it takes
 * @param load - gives the interaction itself; it is called when there is something to ask or to judge
 */
export function createEntrance(clientId: string, load: () => Promise<Interaction>): Entrance {
  let loading: Promise<Interaction> | undefined;
  const open = (): Promise<Interaction> => {
    loading = load();
    return loading;
  };
  return {
    async askByPopup(request) {
      const popup = openPopup();
      try {
        return await (await open()).askByPopup(request, popup);
      } finally {
        popup.close();
      }
    },
    leave: async (request) => (await open()).leave(request),
    askByFrame: async (request) => (await open()).askByFrame(request),
    async takeRedirect(text) {
      const taken = await takeAnswer(clientId, text);
      return taken && (await open()).judgeRedirect(taken);
    },
    close: () =>
      void loading?.then(
        (interaction) => interaction.close(),
        () => undefined,
      ),
  };
}

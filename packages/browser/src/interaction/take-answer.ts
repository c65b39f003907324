import { readAnswerAddress, readAnswerText } from '../authorize/answer-text.ts';
import type { PendingSignIn } from '../authorize/pending-sign-in.ts';
import { takePending } from '../authorize/take-pending.ts';
import { cleanAddress, relayAnswer } from './relay-answer.ts';

/** An answer that this page was opened with; nobody has judged it. */
export interface TakenAnswer {
  readonly parameters: URLSearchParams;
  /** The sign-in that it belongs to, which is used up now; undefined where this tab awaits none like it. */
  readonly pending: PendingSignIn | undefined;
}

// A window that we opened closes long before; one that somebody else sent here with a made-up answer goes on as a page.
const closingMs = 1000;

/**
 * Takes the answer in the address of this page, and takes it out of the address before this returns.
 *
 * In a window or a frame that this application opened, it passes the answer on instead, and the page is about to end.
 *
 * Not checked: the answer, beyond its state.
 *
 * @param text - the answer, where a router has taken it out of the address; with its mark or without
 * @returns undefined where the page was opened otherwise, or with an answer for another application
 */
export async function takeAnswer(clientId: string, text?: string): Promise<TakenAnswer | undefined> {
  const isInAddress = text === undefined;
  const received = isInAddress ? readAnswerAddress(location) : readAnswerText(text.replace(/^[#?]/, ''));
  if (received?.state.clientId !== clientId) return undefined;
  if (isInAddress && relayAnswer()) {
    await new Promise((resolve) => setTimeout(resolve, closingMs));
    return undefined;
  }
  if (isInAddress) cleanAddress();
  const { parameters } = received;
  const pending = takePending(clientId, parameters.get('state'));
  showReturnAddress(pending?.returnTo);
  return { parameters, pending };
}

// An address of this very document is shown again, with its query and fragment; to go to another is up to the page.
function showReturnAddress(address: string | undefined): void {
  if (address !== undefined && new URL(address).pathname === location.pathname) {
    history.replaceState(history.state, '', address);
  }
}

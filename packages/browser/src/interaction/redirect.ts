import { readAnswerAddress, readAnswerText } from '../authorize/answer-text.ts';
import type { PendingSignIn } from '../authorize/pending-sign-in.ts';
import { keepPending, takePending } from '../authorize/pending-slot.ts';
import { processAnswer } from '../authorize/process-answer.ts';
import { SignInRefused } from '../errors/sign-in-refused.ts';
import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';
import type { AuthoritySource } from '../metadata/authority-source.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';
import { cleanAddress, relayAnswer } from './relay-answer.ts';

// A window that we opened closes long before; one that somebody else sent here with a made-up answer goes on as a page.
const closingMs = 1000;

/**
 * Leaves the page for the authority. Resolves never; rejects when the person comes back to this very page, which browsers keep as it was.
 *
 * @throws {@link SignInUnfinished} `ERR_SIGN_IN_STORAGE`, `ERR_SIGN_IN_CANCELLED`
 */
export function leavePage(clientId: string, address: string, pending: PendingSignIn): Promise<never> {
  keepPending(clientId, pending);
  const { leavePage: leave = (there: string) => location.assign(there) } = pending.request;
  leave(address);
  return new Promise((_resolve, reject) => {
    const restored = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) reject(new SignInUnfinished('ERR_SIGN_IN_CANCELLED'));
    };
    window.addEventListener('pageshow', restored);
  });
}

/**
 * Takes the answer in the address of this page, and takes it out of the address before anything else happens.
 *
 * In a window or a frame that this application opened, it passes the answer on instead, and the page is about to end.
 *
 * @param text - the answer, where a router has taken it out of the address; with its mark or without
 * @returns undefined where the page was opened otherwise, or with an answer for another application
 * @throws {@link SignInRefused}, {@link InteractionRequired}, {@link MetadataRefused}
 */
export async function takeRedirectAnswer(
  clientId: string,
  source: AuthoritySource,
  text?: string,
): Promise<CodeAnswer | undefined> {
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
  if (pending === undefined) throw new SignInRefused('ERR_SIGN_IN_STATE');
  showReturnAddress(pending.returnTo);
  // What was asked of one authority is not redeemed at another.
  const { issuer } = await source.metadata();
  if (pending.issuer !== issuer) throw new SignInRefused('ERR_SIGN_IN_ISSUER');
  return processAnswer(parameters, pending);
}

// An address of this very document is shown again, with its query and fragment; to go to another is up to the page.
function showReturnAddress(address: string | undefined): void {
  if (address !== undefined && new URL(address).pathname === location.pathname) {
    history.replaceState(history.state, '', address);
  }
}

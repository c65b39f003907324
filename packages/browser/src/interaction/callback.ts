/**
 * For a page at `redirectUri` that does nothing but receive answers: it is smaller, and faster, than starting the whole application in a
 * popup or a hidden frame. Its bundle is less than a kilobyte.
 *
 * @example
 * ```ts
 * import { answerCallback } from '@holdfast/browser/callback';
 *
 * if (!answerCallback()) location.replace('/');
 * ```
 *
 * @packageDocumentation
 */
import { readAnswerAddress } from '../authorize/answer-text.ts';
import { readOwnAddress } from '../authorize/own-address.ts';
import { slotName } from '../authorize/slot-name.ts';
import { relayAnswer } from './relay-answer.ts';

/**
 * Passes the answer in the address of this page on: of a popup or a hidden frame to the page that opened it, of a redirect to the page that
 * left, whose `handleRedirect` takes it from the fragment.
 *
 * Not checked: the answer. The page that asked knows what it asked, and judges it.
 *
 * @returns false where the address holds no answer that somebody here asked for, so the page may show something else
 *
 * @example
 * ```ts
 * import { answerCallback } from '@holdfast/browser/callback';
 *
 * if (!answerCallback()) document.body.append('Nothing to see here.');
 * ```
 */
export function answerCallback(): boolean {
  return relayAnswer() || returnWithAnswer();
}

function returnWithAnswer(): boolean {
  const received = readAnswerAddress(location);
  if (received === undefined) return false;
  try {
    const pending = JSON.parse(sessionStorage.getItem(slotName(received.state.clientId)) ?? 'null');
    if (pending?.state !== received.parameters.get('state')) return false;
    const url = new URL(readOwnAddress(pending.returnTo, location.href) ?? location.href);
    // That page is this one.
    if (url.pathname === location.pathname) return false;
    url.hash = received.parameters.toString();
    location.replace(url.href);
    return true;
  } catch {
    return false;
  }
}

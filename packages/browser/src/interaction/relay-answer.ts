import { readAnswerAddress, readAnswerText } from '../authorize/answer-text.ts';
import { channelName } from '../authorize/sign-in-state.ts';

/** Takes the answer out of the address of this page, so that it is in no history, no bookmark and no `Referer`. */
export function cleanAddress(): void {
  const url = new URL(location.href);
  url[readAnswerText(url.hash.slice(1)) === undefined ? 'search' : 'hash'] = '';
  history.replaceState(history.state, '', url.href);
}

/**
 * Passes the answer in the address of this page on to the page that waits for it, and closes this window.
 *
 * Not checked: anything but the form of its state; who waits judges the answer.
 *
 * @returns whether there was such an answer
 */
export function relayAnswer(): boolean {
  const received = readAnswerAddress(location);
  if (received === undefined || received.state.kind === 'redirect') return false;
  cleanAddress();
  const channel = new BroadcastChannel(channelName(received.state.id));
  channel.postMessage(received.parameters.toString());
  channel.close();
  // A frame is removed by whoever made it.
  window.close();
  return true;
}

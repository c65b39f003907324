import { readAnswerAddress } from '../authorize/answer-text.ts';
import { SignInUnfinished } from '../errors/sign-in-unfinished.ts';
import type { AnswerListener } from './await-answer.ts';
import type { Wait } from './wait.ts';

// Some authorities pass through a page that goes on by script.
const foreignPageMs = 1000;

/**
 * Loads an address in a frame that nobody sees, and hands what comes back to a listener. A page of another origin there means that a person would
 * be asked, or that nothing can be shown: the wait ends soon, and not after its whole time.
 *
 * @returns removes the frame
 */
export function openHiddenFrame(address: string, listener: AnswerListener, wait: Wait): () => void {
  const frame = document.createElement('iframe');
  let timer: ReturnType<typeof setTimeout> | undefined;
  frame.style.display = 'none';
  frame.title = 'Sign-in';
  // It may neither take the page around it elsewhere nor open windows.
  frame.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms');
  frame.onload = () => {
    clearTimeout(timer);
    try {
      const { location } = frame.contentWindow as Window;
      // Our own page: it passes the answer on itself, where it runs our code.
      if (readAnswerAddress(location) !== undefined) listener.offer((location.hash || location.search).slice(1));
    } catch {
      timer = setTimeout(() => wait.end(new SignInUnfinished('ERR_SIGN_IN_TIMEOUT')), foreignPageMs);
    }
  };
  frame.src = address;
  document.documentElement.append(frame);
  return () => {
    clearTimeout(timer);
    frame.remove();
  };
}

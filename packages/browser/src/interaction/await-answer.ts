import { readAnswerText } from '../authorize/answer-text.ts';
import type { PendingSignIn } from '../authorize/pending-sign-in.ts';
import { processAnswer } from '../authorize/process-answer.ts';
import { channelName, readState } from '../authorize/sign-in-state.ts';
import type { CodeAnswer } from '../token-endpoint/code-answer.ts';

/** Waits for one answer. */
export interface AnswerListener {
  /** The answer, judged; rejects with what it was refused for, or with the reason of the signal. */
  readonly answer: Promise<CodeAnswer>;
  /** Takes the text of an answer that came another way; what is no answer to this sign-in is passed over. */
  offer(text: unknown): void;
}

/**
 * Listens for the answer to a sign-in on a channel of its own, which only pages of this origin hear, and only those that know the state can find.
 * No message of a window is listened to, so no other window needs a handle on this one, nor can it send anything here.
 *
 * @param pending - the sign-in
 * @param signal - ends the wait; its reason is what the answer rejects with
 */
export function awaitAnswer(pending: PendingSignIn, signal: AbortSignal): AnswerListener {
  const channel = new BroadcastChannel(channelName(readState(pending.state)?.id ?? ''));
  let offer: AnswerListener['offer'] = () => undefined;
  const answer = new Promise<CodeAnswer>((resolve, reject) => {
    const refuse = (): void => reject(signal.reason);
    if (signal.aborted) refuse();
    signal.addEventListener('abort', refuse, { once: true });
    offer = (text) => {
      const received = readAnswerText(text);
      // Noise must not end the wait: only who was sent the whole state can answer.
      if (received?.parameters.get('state') !== pending.state) return;
      try {
        resolve(processAnswer(received.parameters, pending));
      } catch (error) {
        reject(error);
      }
    };
  });
  channel.onmessage = ({ data }) => offer(data);
  const judged = answer.finally(() => channel.close());
  // Nobody may have come to wait for it when it is refused.
  judged.catch(() => undefined);
  return { answer: judged, offer };
}

/** How an answer comes: to the page itself, from a popup, or from a hidden frame. */
export type AnswerKind = 'redirect' | 'popup' | 'frame';

/** What `state` of a request says. It steers an answer to whoever waits for it, and proves nothing: that takes the whole text, once. */
export interface SignInState {
  readonly kind: AnswerKind;
  /** 128 random bits. */
  readonly id: string;
  readonly clientId: string;
}

// Readable without a decoder: the page that only passes an answer on has to be small.
const form = /^holdfast\.(redirect|popup|frame)\.([\w-]{22})\.(.{1,256})$/;

/**
 * Reads a `state` as far as it says where an answer belongs.
 *
 * Not checked: that anybody asked with it.
 *
 * @returns undefined for a state of somebody else
 */
export function readState(state: string | null): SignInState | undefined {
  const [, kind, id, clientId] = form.exec(state ?? '') ?? [];
  if (id === undefined || clientId === undefined) return undefined;
  return { kind: kind as AnswerKind, id, clientId };
}

/** Names the channel on which the answer to a request is passed on: whoever does not know its `state` cannot speak there. */
export function channelName(id: string): string {
  return `holdfast.${id}`;
}

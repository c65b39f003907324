import { readState, type SignInState } from './sign-in-state.ts';

/** An answer as it came: parameters that nobody has judged, and where its state says that it belongs. */
export interface ReceivedAnswer {
  readonly state: SignInState;
  readonly parameters: URLSearchParams;
}

/** Longest answer that is read, in characters; a code of Entra is about a thousand. */
const longestAnswer = 16_384;

/**
 * Reads the text of an answer: a fragment or a query without its mark.
 *
 * Not checked: anything that the parameters say.
 *
 * @param text - of any type, for it may come from another window
 * @returns undefined for what is no answer to a client of this kind, or is longer than 16,384 characters
 */
export function readAnswerText(text: unknown): ReceivedAnswer | undefined {
  if (typeof text !== 'string' || text.length > longestAnswer) return undefined;
  const parameters = new URLSearchParams(text);
  const state = readState(parameters.get('state'));
  return state === undefined ? undefined : { state, parameters };
}

/** Reads the answer in an address: in its fragment, as it was asked for, or else in its query. */
export function readAnswerAddress({ hash, search }: Pick<Location, 'hash' | 'search'>): ReceivedAnswer | undefined {
  return readAnswerText(hash.slice(1)) ?? readAnswerText(search.slice(1));
}

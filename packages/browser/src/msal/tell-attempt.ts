import type { EventCallbacks, EventMessage } from './event-callbacks.ts';
import { explainError } from './explain-error.ts';
import type { EventType } from './words.ts';

/** What is tried, and the names of its beginning and its failure. */
export interface Attempt extends Partial<Pick<EventMessage, 'interactionType' | 'payload'>> {
  readonly start: EventType;
  readonly failure: EventType;
  /** Names the call. */
  readonly call: string;
}

/**
 * Does something, tells that it begins, and tells and throws what goes wrong in the words of MSAL.js. It has begun when this returns: windows open in the click.
 */
export async function tellAttempt<T>(
  { tell }: EventCallbacks,
  { start, failure, call, ...facts }: Attempt,
  act: () => Promise<T>,
): Promise<T> {
  tell(start, { ...facts, correlationId: call });
  try {
    return await act();
  } catch (cause) {
    const error = explainError(cause, call);
    tell(failure, { ...facts, payload: null, correlationId: call, error });
    throw error;
  }
}

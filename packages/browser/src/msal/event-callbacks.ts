import type { EventType, InteractionType } from './words.ts';

/** What happened. */
export interface EventMessage {
  /** Its name. */
  readonly eventType: EventType;
  /** How a person was asked; null where nobody was. */
  readonly interactionType: InteractionType | null;
  /** What it is about: a request, a result or an account. It is the page's own, and may hold a token. */
  readonly payload: unknown;
  /** What went wrong; null where nothing did. */
  readonly error: Error | null;
  /** Names the call. */
  readonly correlationId: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** Is told what happened. */
export type EventCallbackFunction = (message: EventMessage) => void;

/** Who is told. */
export interface EventCallbacks {
  add(callback: EventCallbackFunction, eventTypes?: readonly EventType[], callbackId?: string): string | null;
  remove(callbackId: string): void;
  tell(eventType: EventType, facts?: Partial<Omit<EventMessage, 'eventType' | 'timestamp'>>): void;
}

/** Makes an empty list of callbacks. */
export function createEventCallbacks(): EventCallbacks {
  const callbacks = new Map<string, (message: EventMessage) => void>();
  return {
    add(callback, eventTypes = [], callbackId = crypto.randomUUID()) {
      if (callbacks.has(callbackId)) return null;
      callbacks.set(callbackId, (message) => {
        if (eventTypes.length === 0 || eventTypes.includes(message.eventType)) callback(message);
      });
      return callbackId;
    },
    remove: (callbackId) => void callbacks.delete(callbackId),
    tell(eventType, facts) {
      const nothing = { interactionType: null, payload: null, error: null, correlationId: '' };
      for (const callback of callbacks.values()) {
        try {
          callback({ ...nothing, ...facts, eventType, timestamp: Date.now() });
        } catch (error) {
          // What a listener throws ends no sign-in; the page hears of it like of any error of its own.
          reportError(error);
        }
      }
    },
  };
}

/** Takes events. It is given at assembly; rooms that act publish to it. */
export type EventSink<E> = (event: E) => void;

/**
 * Wraps a sink so that it cannot disturb whoever publishes: what it throws, or rejects with, is dropped.
 *
 * An observer that fails must not turn a refused request into an accepted one, or an accepted one into an error.
 *
 * @param sink - the sink; `undefined` gives one that ignores every event
 *
 * @example
 * ```ts
 * import { createEventSink } from '@holdfast/core';
 *
 * const emit = createEventSink<{ readonly name: string }>((event) => {
 *   throw new Error(`no room for ${event.name}`);
 * });
 * emit({ name: 'request.refused' }); // goes on
 * ```
 */
export function createEventSink<E>(sink: EventSink<E> | undefined): EventSink<E> {
  if (sink === undefined) return () => undefined;
  return (event) => {
    try {
      // An async function is assignable to a sink, and its rejection would end the process.
      const outcome = sink(event) as Partial<PromiseLike<unknown>> | undefined | null;
      outcome?.then?.(undefined, () => undefined);
    } catch {}
  };
}

import type { Clock } from '@holdfast/core';
import { createSingleFlight } from '@holdfast/core/calling';

/** Gives a value that is no older than `maxAgeMs`: from memory, or loaded anew, once for all who ask at the same time. */
export type Remembered<V> = (maxAgeMs: number, signal?: AbortSignal) => Promise<V>;

/** Makes a {@link Remembered} value. A failure is not remembered, and leaves what there was. */
export function remember<V>(load: (signal: AbortSignal) => Promise<V>, clock: Clock): Remembered<V> {
  const flights = createSingleFlight<V>();
  let kept: { readonly value: V; readonly at: number } | undefined;
  const renew = async (signal: AbortSignal): Promise<V> => {
    const value = await load(signal);
    kept = { value, at: clock() };
    return value;
  };
  return async (maxAgeMs, signal) => {
    // A clock that was set back makes a value look younger than none; it is loaded again.
    const age = kept === undefined ? Number.NaN : clock() - kept.at;
    return kept !== undefined && age >= 0 && age < maxAgeMs ? kept.value : flights.run('', renew, signal);
  };
}

import { FlightAborted } from '../errors/flight-aborted.ts';

/** Shares one piece of work among everyone who asks for it at the same time. */
export interface SingleFlight<V> {
  /**
   * Joins the work that is under way for a key, or starts it.
   *
   * A caller's abort ends its own wait only; when the last caller has gone the work is aborted too, and the next caller
   * starts anew. A failure reaches everyone who waits for it and is not remembered.
   *
   * @param key - names the work; different work must have different keys
   * @param work - does it; its signal fires when nobody waits any more
   * @param signal - ends this caller's wait
   * @throws {@link FlightAborted} `ERR_FLIGHT_ABORTED`, with the abort reason as `cause`; else whatever the work throws
   */
  run(key: string, work: (signal: AbortSignal) => Promise<V>, signal?: AbortSignal): Promise<V>;
  /** How many pieces of work are under way. */
  readonly size: number;
}

interface Flight<V> {
  readonly controller: AbortController;
  readonly outcome: Promise<V>;
  waiting: number;
}

/**
 * Makes an empty {@link SingleFlight}.
 *
 * Does NOT remember results: a result belongs in a cache that knows when it expires.
 *
 * @example
 * ```ts
 * import { createSingleFlight } from '@holdfast/core';
 *
 * const flights = createSingleFlight<string>();
 * const load = () => flights.run('keys', async (signal) => (await fetch('https://localhost:8443/keys', { signal })).text());
 * const [one, two] = await Promise.all([load(), load()]); // one request
 * ```
 */
export function createSingleFlight<V>(): SingleFlight<V> {
  const flights = new Map<string, Flight<V>>();

  const start = (key: string, work: (signal: AbortSignal) => Promise<V>): Flight<V> => {
    const controller = new AbortController();
    const outcome = (async () => work(controller.signal))();
    const flight: Flight<V> = { controller, outcome, waiting: 0 };
    flights.set(key, flight);
    const land = (): void => {
      if (flights.get(key) === flight) flights.delete(key);
    };
    outcome.then(land, land);
    return flight;
  };

  const abandon = (key: string, flight: Flight<V>): void => {
    // A flight that has landed, or was replaced, has nothing left to abort.
    if (flights.get(key) !== flight) return;
    flights.delete(key);
    flight.controller.abort(new FlightAborted());
  };

  return {
    async run(key, work, signal) {
      if (signal?.aborted) throw new FlightAborted({ cause: signal.reason });
      const flight = flights.get(key) ?? start(key, work);
      if (signal === undefined) {
        flight.waiting += 1;
        return flight.outcome;
      }
      return waitFor(flight, signal, () => abandon(key, flight));
    },
    get size() {
      return flights.size;
    },
  };
}

function waitFor<V>(flight: Flight<V>, signal: AbortSignal, abandon: () => void): Promise<V> {
  flight.waiting += 1;
  return new Promise<V>((resolve, reject) => {
    const leave = (): void => {
      flight.waiting -= 1;
      reject(new FlightAborted({ cause: signal.reason }));
      if (flight.waiting === 0) abandon();
    };
    signal.addEventListener('abort', leave, { once: true });
    flight.outcome.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

import { createSingleFlight } from '@holdfast/core/calling';
import type { TokenOrigin } from '../request/token-result.ts';
import type { AcquiredToken, FetchedToken, TokenFetcher, TokenFlight } from './token-flight.ts';
import type { TokenMemory } from './token-memory.ts';

/** Gets a token by one request, for all who ask the same at the same time. */
export type SharedFetcher = (flight: TokenFlight) => Promise<AcquiredToken>;

/** Makes the function that shares requests, and keeps what they bring in the memory of the page. */
export function createSharedFetcher(memory: TokenMemory, fetchToken: TokenFetcher): SharedFetcher {
  const flights = createSingleFlight<FetchedToken>();
  return async (flight) => {
    const { place, wish, isRefresh } = flight;
    const { claims, tokenHash, forceRefresh, sources } = wish;
    let origin: TokenOrigin = 'shared';
    // Who brings claims must not be given an answer that was asked for without them, and so with the rest.
    const question = JSON.stringify([place, claims, tokenHash, forceRefresh, sources, isRefresh]);
    const work = async (signal: AbortSignal): Promise<FetchedToken> => {
      const { epoch } = memory;
      const fetched = await fetchToken(flight, signal);
      memory.write(place, fetched.usable, epoch);
      origin = fetched.origin;
      return fetched;
    };
    const { usable } = await flights.run(question, work, wish.signal);
    return { usable, origin };
  };
}

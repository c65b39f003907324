import type { Transport } from '@holdfast/core';
import type { ClientTokenRequest } from '../acquire/token-request.ts';
import type { TokenResult } from '../acquire/token-result.ts';
import type { Exchanges } from './exchange-loop.ts';
import { checkOrigin } from './origins.ts';
import { readRequest } from './repeatable-request.ts';

/** Takes what `fetch` takes and gives what `fetch` gives. */
export type BoundFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A bound fetch with no questions left. */
export interface FetchLoopOptions {
  /** Acquires, proves, sends, and answers what the API asks back. */
  readonly exchange: Exchanges;
  /** The origins that may be given the token; of `parseOrigins`. */
  readonly origins: ReadonlySet<string>;
  /** Largest request body that is held for signing and repeating, in bytes. */
  readonly maxBodyBytes: number;
  /** Which token goes with every request. */
  readonly tokenRequest: ClientTokenRequest;
  /** Gives the connections that fit a token. */
  readonly transportFor: (token: TokenResult) => Transport;
}

/**
 * Makes the `fetch` around the exchanges with an API: a request goes to the origins that were named, body and all in hand, and to no other.
 *
 * Not checked: the options; the response, which is the caller's.
 *
 * @throws from the returned function: {@link FetchRefused}, and what the exchanges throw
 *
 * @example
 * ```ts
 * import type { Exchanges } from '@holdfast/oauth';
 * import { createFetchLoop, parseOrigins } from '@holdfast/oauth/calling';
 *
 * export const createOrdersFetch = (exchange: Exchanges) =>
 *   createFetchLoop({
 *     exchange,
 *     origins: parseOrigins(['https://api.example'], false),
 *     maxBodyBytes: 65_536,
 *     tokenRequest: { scopes: ['api://orders/.default'], authenticationScheme: 'pop' },
 *     transportFor: () => (request) => fetch(request),
 *   });
 * ```
 */
export function createFetchLoop(options: FetchLoopOptions): BoundFetch {
  const { exchange, origins, maxBodyBytes, tokenRequest, transportFor } = options;

  const call = async (request: Request): Promise<Response> => {
    const origin = checkOrigin(request.url, origins);
    const { signable, signHeaders, signal, withAuthorization } = await readRequest(request, maxBodyBytes);
    return exchange<Response>({
      origin,
      signable,
      signHeaders,
      tokenRequest: { ...tokenRequest, signal },
      send: (authorization, token) => transportFor(token)(withAuthorization(authorization)),
      discard: (response) => response.body?.cancel(),
    });
  };

  return async (input, init) => {
    const request = new Request(input, init);
    try {
      return await call(request);
    } catch (error) {
      // Like fetch: an abort rejects with the caller's own reason, wherever it struck.
      if (request.signal.aborted) throw request.signal.reason;
      throw error;
    }
  };
}

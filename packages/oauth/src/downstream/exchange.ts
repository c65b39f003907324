import { createExchangeLoop, type ExchangeOptions, type Exchanges } from './exchange-loop.ts';
import { readChallenge, readNextNonce } from './read-challenge.ts';

/**
 * Makes the loop around an API: acquire, prove, send; answer one nonce challenge and one claims challenge; then give what came.
 *
 * A claims challenge is answered with a token that is asked for anew, and so with the certificate of that moment and its connections. Nothing
 * that is weaker than the scheme leaves this room.
 *
 * Not done: judging where a request goes. Who calls has compared its origin with those that may be given the token.
 *
 * @throws from the returned function: whatever acquiring a token throws, {@link ShrInvalid}, {@link TokenTypeDowngraded} for a client that hands out less than it was asked for
 *
 * @example
 * ```ts
 * import { createExchanges, type TokenClient } from '@holdfast/oauth';
 *
 * export async function listOrders(client: TokenClient): Promise<Response> {
 *   const exchange = createExchanges({ client, scheme: 'pop', allowUnboundFallback: false });
 *   return exchange<Response>({
 *     origin: 'https://api.example',
 *     signable: { method: 'GET', url: 'https://api.example/orders' },
 *     signHeaders: [],
 *     tokenRequest: { scopes: ['api://orders/.default'], authenticationScheme: 'pop' },
 *     send: (authorization) =>
 *       fetch('https://api.example/orders', { headers: { authorization }, redirect: 'manual' }),
 *     discard: (response) => response.body?.cancel(),
 *   });
 * }
 * ```
 */
export function createExchanges(options: ExchangeOptions): Exchanges {
  return createExchangeLoop({ ...options, challenges: () => ({ readChallenge, readNextNonce }) });
}

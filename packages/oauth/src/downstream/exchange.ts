import type { TokenResult } from '../acquire/token-result.ts';
import { TokenTypeDowngraded } from '../errors/binding-errors.ts';
import type { SchemeName } from '../scheme/scheme-name.ts';
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
export function createExchanges({ client, scheme, allowUnboundFallback }: ExchangeOptions): Exchanges {
  const reader = { readChallenge, readNextNonce };
  return createExchangeLoop({
    client,
    scheme,
    checkToken: (token) => checkToken(token, scheme, allowUnboundFallback),
    challenges: () => reader,
  });
}

/**
 * Refuses a token that is weaker than its scheme. Our client promises this already; a client of somebody else may not.
 *
 * @throws {@link TokenTypeDowngraded}
 */
function checkToken(token: TokenResult, scheme: SchemeName, allowUnboundFallback: boolean): void {
  if (scheme === 'bearer') return;
  const { tokenType, bindingThumbprint, bindingCertificate } = token;
  const requested = scheme === 'mtls_pop' ? 'mtls_pop' : 'pop';
  if (requested === 'pop' && tokenType === 'pop' && bindingThumbprint !== undefined) return;
  const isCertificateBound = tokenType === 'mtls_pop' && bindingThumbprint === bindingCertificate?.x5tS256;
  if (requested === 'mtls_pop' && isCertificateBound && bindingCertificate !== undefined) return;
  if (requested === 'mtls_pop' && allowUnboundFallback && token.unboundFallback === true) return;
  throw new TokenTypeDowngraded({ requested, received: tokenType === 'Bearer' ? 'bearer' : 'other' });
}

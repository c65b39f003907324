/**
 * What a client needs of this package while it calls APIs with tokens that it has. A page loads this first, and what asks an authority when it is asked; bundlers split
 * modules, not what one module passes on.
 *
 * @example
 * ```ts
 * import { parseAuthority } from '@holdfast/oauth/calling';
 *
 * console.log(parseAuthority('https://login.example/contoso.example').tenant); // contoso.example
 * ```
 *
 * @packageDocumentation
 */
export { parseCorrelationId, parseScopes } from '../acquire/parse-wish.ts';
export { TokenNotBound, TokenTypeDowngraded } from '../errors/binding-errors.ts';
export { ProofKeyUnavailable, SchemeContradicted, SchemeUnavailable } from '../errors/scheme-errors.ts';
export { createFetchTransport } from '../http/fetch-transport.ts';
export { isTokenText } from '../http/token-text.ts';
export { parseAuthority } from '../metadata/authority.ts';
export { parseKnownAuthorities } from '../metadata/known-origins.ts';
export { parseSchemeName } from '../scheme/scheme-name.ts';
export { type ChallengeReader, createExchangeLoop, type ExchangeLoopOptions } from './exchange-loop.ts';
export { createFetchLoop, type FetchLoopOptions } from './fetch-loop.ts';
export { parseOrigins } from './origins.ts';

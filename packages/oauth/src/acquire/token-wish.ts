/**
 * The words of a token request that are the same for every client, read and checked one by one. For packages whose clients take requests of
 * other shapes.
 *
 * @example
 * ```ts
 * import { parseScopes } from '@holdfast/oauth/token-wish';
 *
 * console.log(parseScopes(['api://orders/read'])); // [ 'api://orders/read' ]
 * ```
 *
 * @packageDocumentation
 */
export { parseClaims } from './parse-claims.ts';
export { parseCorrelationId, parseFlag, parseScopes, parseTokenHash } from './parse-wish.ts';

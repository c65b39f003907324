/**
 * The header that lets a page of another origin read challenges, the next nonce, and when to come back. An API that browsers call sends it on every
 * response, successes included, beside its own `Access-Control-Allow-Origin`, and answers the preflight for `authorization`.
 *
 * @see Fetch standard, section 3.3.4 (CORS-safelisted response-header names)
 *
 * @example
 * ```ts
 * import { corsExposedHeaders } from '@holdfast/resource';
 *
 * const headers = new Headers([['Access-Control-Allow-Origin', 'https://app.example'], [...corsExposedHeaders]]);
 * console.log(headers.get('access-control-expose-headers'));
 * ```
 */
export const corsExposedHeaders: readonly [name: string, value: string] = Object.freeze([
  'Access-Control-Expose-Headers',
  'WWW-Authenticate, Authentication-Info, Retry-After',
] as [string, string]);

/**
 * The two headers of answers that speak of authentication, for pages that read nothing else with this package: `WWW-Authenticate` and `Authentication-Info`.
 *
 * @example
 * ```ts
 * import { findChallenge, parseWwwAuthenticate } from '@holdfast/core/authentication-headers';
 *
 * console.log(findChallenge(parseWwwAuthenticate('PoP nonce="n1"'), 'pop')?.params.get('nonce')); // n1
 * ```
 *
 * @packageDocumentation
 */
export { parseAuthenticationInfo } from './authentication-info.ts';
export { type AuthChallenge, findChallenge, parseWwwAuthenticate } from './www-authenticate.ts';

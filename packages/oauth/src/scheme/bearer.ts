import { TokenTypeUnexpected } from '../errors/token-errors.ts';
import type { AuthorizationScheme } from './authorization-scheme.ts';

// The marks let a bundle leave it out where nobody asks for bearer tokens.
/**
 * Bearer tokens: nothing is added, and the token stays opaque.
 *
 * @example
 * ```ts
 * import { bearerScheme } from '@holdfast/oauth';
 *
 * console.log(bearerScheme.binding); // undefined
 * ```
 *
 * @see RFC 6750; RFC 6749 section 7.1 (the letter case of `token_type` does not matter)
 */
export const bearerScheme: AuthorizationScheme = /* @__PURE__ */ Object.freeze({
  name: 'bearer',
  isPortable: true,
  tokenParameters: /* @__PURE__ */ Object.freeze({}),
  cacheKeyParts: /* @__PURE__ */ Object.freeze([]),
  checkTokenType(received) {
    if (typeof received !== 'string' || received.toLowerCase() !== 'bearer') throw new TokenTypeUnexpected();
  },
  async checkAccessToken() {},
} satisfies AuthorizationScheme);

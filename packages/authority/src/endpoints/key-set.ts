import { issuerV2 } from '../origin/addresses.ts';
import type { IssuerKey } from '../signing/issuer-key.ts';

/**
 * Writes the key set of the authority. Every tenant has the same keys, so the issuer of each key is a template.
 *
 * @see RFC 7517 section 5
 */
export function buildKeySet(origin: string, keys: readonly IssuerKey[]): { readonly keys: readonly object[] } {
  return {
    keys: keys.map(({ jwk, kid, x5t, x5c }) => ({
      kty: jwk.kty,
      use: 'sig',
      alg: 'RS256',
      kid,
      x5t,
      n: jwk.n,
      e: jwk.e,
      x5c: [x5c],
      issuer: issuerV2(origin, '{tenantid}'),
    })),
  };
}

import { sha256Base64url } from '../base/digest.ts';
import type { PublicJwk } from './public-jwk.ts';

/**
 * The SHA-256 thumbprint of a public key, in base64url: its name everywhere in this project.
 *
 * Two equal keys have one thumbprint only because {@link parsePublicJwk} admits one spelling of each number; do not call this with
 * members that were not parsed.
 *
 * @see RFC 7638 section 3
 */
export function jwkThumbprint(jwk: PublicJwk): Promise<string> {
  // The required members only, in lexicographic order, without blanks. The values are base64url, so no escaping can be needed.
  const canonical =
    jwk.kty === 'RSA'
      ? `{"e":"${jwk.e}","kty":"RSA","n":"${jwk.n}"}`
      : `{"crv":"${jwk.crv}","kty":"EC","x":"${jwk.x}","y":"${jwk.y}"}`;
  return sha256Base64url(canonical);
}

/** Tells whether a text has the shape of a SHA-256 thumbprint: canonical base64url of 32 bytes. */
export function isThumbprint(value: unknown): value is string {
  // 43 characters carry 258 bits: in canonical form the last two are zero, so the last letter is one of sixteen.
  return typeof value === 'string' && /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(value);
}

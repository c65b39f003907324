/**
 * The one length of the signatures of a key, in bytes: 64 for ES256, and as long as the modulus for RSA.
 *
 * It is asked before the platform is. OpenSSL, and with it Node's WebCrypto, reads a PSS signature as a number of any length: one that begins with a
 * zero, as one in 256 does, would have a second spelling without it, and a copy of a proof would not look like one.
 *
 * @param key - its modulus begins with no zero
 * @see RFC 8017 section 8.1.2 and 8.2.2, step 1; RFC 7518 section 3.4
 */
export function signatureLength(key: { readonly n?: string }, alg: 'RS256' | 'PS256' | 'ES256'): number {
  return alg === 'ES256' ? 64 : Math.floor(((key.n ?? '').length * 3) / 4);
}

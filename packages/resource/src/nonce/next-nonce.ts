import type { NonceIssuer, VerifiedShr } from '@holdfast/core';

/**
 * Makes the nonce that goes with the answer, where the caller should have another one.
 *
 * A nonce serves many requests, so a caller gets the next one when half of its window has passed. The clients of MSAL get one with every
 * answer: their documented loop reads it from each, and throws where there is none.
 *
 * @param proof - its nonce was found fresh
 * @see RFC 9449 section 8.2, which has the same rule for DPoP: a nonce is used until the server supplies another
 */
export function nextNonceFor(
  proof: VerifiedShr,
  nonces: NonceIssuer | undefined,
): string | Promise<string> | undefined {
  if (nonces === undefined || proof.nonce === undefined) return undefined;
  return proof.dialect === 'strict' && !nonces.isDue(proof.nonce) ? undefined : nonces.issue();
}

import { equalText } from '@holdfast/core';
import { hashSecret } from '../secrets/opaque-secret.ts';

const verifierShape = /^[A-Za-z0-9._~-]{43,128}$/;

/**
 * Tells whether a verifier belongs to a challenge of the method S256.
 *
 * @see RFC 7636 sections 4.1 and 4.6
 */
export function matchCodeChallenge(challenge: string, verifier: string): boolean {
  return verifierShape.test(verifier) && equalText(challenge, hashSecret(verifier));
}

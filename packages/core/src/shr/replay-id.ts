import { encodeBase64url } from '../base/base64url.ts';
import type { Bytes } from '../base/bytes.ts';

const length = 32;

/**
 * Makes the id under which a verified proof is remembered: the first 32 bytes of its signature, in base64url.
 *
 * Who has no key can make no second proof with another id out of one that was sent. RS256 has one signature for each text. A signature of
 * PS256 is unforgeable also over a text that was signed before. Either has one spelling, because `host/signature-length.ts` insists on its length.
 * An ECDSA signature (r, s) has the twin (r, n − s), which anybody can make, and no other; both begin with r, and r is 32 bytes long. An
 * algorithm that is added must keep this.
 *
 * Two texts, or two signatures that the holder of the key made over one, begin alike only if 256 random bits do.
 *
 * @param signature - it has verified: as it was sent, and in the fixed length of its algorithm
 * @see RFC 7518 section 3.3, 3.4 and 3.5 for the forms of the signatures
 */
export function replayIdOf(signature: Bytes): string {
  return encodeBase64url(signature.subarray(0, length));
}

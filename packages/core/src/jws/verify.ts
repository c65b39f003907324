import { encodeUtf8 } from '../base/bytes.ts';
import { SignatureInvalid } from '../errors/core-errors.ts';
import type { VerificationKey } from '../keys/signing-key.ts';
import { type CompactJws, decodeCompactJws } from './compact.ts';

/**
 * Verifies the signature of a compact JWS under one key of one algorithm.
 *
 * The algorithm is the key's: a header that names another is refused, so a token can never choose how it is verified.
 *
 * Not checked: any claim, not even time.
 *
 * @param token - compact text, or what {@link decodeCompactJws} made of it; never an object put together elsewhere, for only its
 *   `signingInput` is verified, not its `header` and `payload`
 * @param options - what it must verify under
 * @throws {@link SignatureInvalid} `ERR_SIGNATURE_INVALID`
 * @throws {@link JwsInvalid} when the text is malformed
 * @see RFC 7515 section 5.2; RFC 8725 section 3.1
 *
 * @example
 * ```ts
 * import { generateSigningKey, importVerificationKey, signCompactJws, verifyCompactJws } from '@holdfast/core';
 *
 * const key = await generateSigningKey();
 * const token = await signCompactJws({ header: { typ: 'JWT' }, payload: { sub: 'ada' }, key });
 * const { payload } = await verifyCompactJws(token, { key: await importVerificationKey(key.jwk, 'ES256') });
 * console.log(payload['sub']);
 * ```
 */
export async function verifyCompactJws(
  token: CompactJws | string,
  options: {
    /** The key that must have signed, and with it the algorithm. */
    readonly key: VerificationKey;
  },
): Promise<CompactJws> {
  const jws = typeof token === 'string' ? decodeCompactJws(token) : token;
  await checkSignature(jws, options.key);
  return jws;
}

/**
 * Checks that a decoded token is signed under a key and with the algorithm of that key, at once where the key can.
 *
 * @throws {@link SignatureInvalid}
 */
export function checkSignature(jws: CompactJws, key: VerificationKey): void | Promise<void> {
  if (jws.header.alg !== key.alg) throw new SignatureInvalid({ detail: 'algorithm' });
  const { signingInput, signature } = jws;
  const isSigned =
    key.verifyAscii === undefined
      ? key.verify(encodeUtf8(signingInput), signature)
      : key.verifyAscii(signingInput, signature);
  // Asked this way round: whatever is no plain answer is waited for, and never taken for a yes.
  return typeof isSigned === 'boolean' ? requireSigned(isSigned) : isSigned.then(requireSigned);
}

function requireSigned(isSigned: boolean): void {
  if (!isSigned) throw new SignatureInvalid();
}

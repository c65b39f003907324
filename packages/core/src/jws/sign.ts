import { encodeBase64url } from '../base/base64url.ts';
import { encodeUtf8 } from '../base/bytes.ts';
import type { JsonObject } from '../base/strict-json.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import type { JwsHeader } from './compact.ts';

/**
 * Signs a JSON object as a compact JWS; `alg` is the key's.
 *
 * Not checked: that the claims make sense for the reader.
 *
 * @param options - what to sign, and with what
 * @throws what the key throws when it cannot sign
 * @see RFC 7515 section 5.1
 *
 * @example
 * ```ts
 * import { generateSigningKey, signCompactJws } from '@holdfast/core';
 *
 * const key = await generateSigningKey({ alg: 'ES256' });
 * console.log(await signCompactJws({ header: { typ: 'JWT', kid: key.thumbprint }, payload: { sub: 'ada' }, key }));
 * ```
 */
export async function signCompactJws(options: {
  /** Header members but `alg`, which is the key's. */
  readonly header: Omit<JwsHeader, 'alg'>;
  /** The claims to sign. */
  readonly payload: JsonObject;
  /** The key that signs. */
  readonly key: SigningKey;
}): Promise<string> {
  // Last, so that a header taken over from another token cannot name another algorithm.
  const header = encodePart({ ...options.header, alg: options.key.alg });
  const signingInput = `${header}.${encodePart(options.payload)}`;
  const signature = await options.key.sign(encodeUtf8(signingInput));
  return `${signingInput}.${encodeBase64url(signature)}`;
}

function encodePart(value: object): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(value)));
}

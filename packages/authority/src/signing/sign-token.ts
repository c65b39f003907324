import type { JsonObject, SigningKey } from '@holdfast/core';

/**
 * Signs claims as a compact JWS, as `signCompactJws` of core does, with a header that was encoded before.
 *
 * Not checked: that the claims make sense, and that the header names the key.
 *
 * @param claims - the claims
 * @param key - `tokenHeader`: made by {@link encodeTokenPart}, once per key
 * @throws what the key throws when it cannot sign
 * @see RFC 7515 section 5.1
 */
export async function signToken(
  claims: JsonObject,
  key: { readonly tokenHeader: string; readonly signingKey: SigningKey },
): Promise<string> {
  const input = `${key.tokenHeader}.${encodeTokenPart(claims)}`;
  const signature = await key.signingKey.sign(Buffer.from(input, 'latin1'));
  return `${input}.${Buffer.from(signature.buffer, signature.byteOffset, signature.length).toString('base64url')}`;
}

/** Encodes a JSON object as a part of a compact JWS. */
export function encodeTokenPart(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

import { decodeUtf8, JwkInvalid, type KeySetKey, parseJwkSet, parseStrictJson, readBoundedBody } from '@holdfast/core';

/** Longest JWK Set that is read, in bytes. Entra's is about 20 KiB. */
export const longestJwks = 524_288;

const jsonType = /^application\/(?:jwk-set\+)?json(?:\s*;|$)/i;

/**
 * Reads the answer to a JWK Set request.
 *
 * Refused: another status than 200, a redirect that was followed, another content type than JSON, more than 512 KiB, loose JSON,
 * private members, and a set without a usable key, which would lock everybody out.
 *
 * @throws {@link JwkInvalid}, {@link JsonInvalid}, else Error in fixed words
 */
export async function processJwksResponse(response: Response): Promise<readonly KeySetKey[]> {
  try {
    if (response.status !== 200) throw new Error(`The key set was answered with status ${response.status}`);
    if (response.redirected) throw new Error('The key set was redirected');
    if (!jsonType.test(response.headers.get('content-type') ?? '')) throw new Error('The key set is not JSON');
    const bytes = await readBoundedBody(response.body, longestJwks);
    if (bytes === undefined) throw new Error('The key set is too long');
    return usableKeys(parseStrictJson(decodeUtf8(bytes), { maxLength: longestJwks }));
  } finally {
    if (!response.bodyUsed) await response.body?.cancel().catch(() => undefined);
  }
}

/**
 * The keys of a parsed JWK Set, of which there must be one at least.
 *
 * @throws {@link JwkInvalid} `ERR_JWK_SET`, `ERR_JWK_PRIVATE`
 */
export function usableKeys(jwks: unknown): readonly KeySetKey[] {
  const keys = parseJwkSet(jwks);
  if (keys.length === 0) throw new JwkInvalid('ERR_JWK_SET', { detail: 'no key that can be used' });
  return keys;
}

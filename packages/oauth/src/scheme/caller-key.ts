import {
  encodeBase64url,
  encodeUtf8,
  type JsonObject,
  jwkThumbprint,
  parsePublicJwk,
  parseStrictJson,
} from '@holdfast/core';
import { SchemeContradicted } from '../errors/scheme-errors.ts';

/** A public key of the caller, who signs proofs himself. */
export interface CallerKey {
  /** The caller's label; it keeps tokens of two keys apart, and is never used to find a key. */
  readonly keyId: string;
  /** RFC 7638 thumbprint of the key. */
  readonly thumbprint: string;
  /** `req_cnf`: base64url of the caller's text, byte for byte. */
  readonly reqCnf: string;
}

/**
 * Checks a public key that the caller wants tokens bound to (AT-POP).
 *
 * JSON text goes out unaltered, but is parsed and checked first; an object goes out as `JSON.stringify` writes it.
 *
 * @throws {@link JwkInvalid} for private members, weak or malformed keys
 * @throws {@link JsonInvalid}
 * @throws {@link SchemeContradicted} `ERR_SCHEME_KEY_ID` when the JWK carries another `kid`
 */
export async function parseCallerKey(keyId: string, jwk: string | JsonObject): Promise<CallerKey> {
  const text = typeof jwk === 'string' ? jwk : JSON.stringify(jwk);
  const key = parsePublicJwk(parseStrictJson(text, { maxLength: 8192 }));
  if (key.kid !== undefined && key.kid !== keyId) throw new SchemeContradicted('ERR_SCHEME_KEY_ID');
  return { keyId, thumbprint: await jwkThumbprint(key), reqCnf: encodeBase64url(encodeUtf8(text)) };
}

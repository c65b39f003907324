import { decodeBase64url, encodeBase64url } from '../base/base64url.ts';
import { decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import { type JsonObject, parseStrictJsonObject } from '../base/strict-json.ts';
import { CnfInvalid } from '../errors/core-errors.ts';
import { type PublicJwk, parsePublicJwk } from '../jwk/public-jwk.ts';
import { isThumbprint } from '../jwk/thumbprint.ts';
import { type KeyConfirmation, keyFromJwk } from './confirmation.ts';

const longestReqCnf = 16_384;

/**
 * Parses the `req_cnf` parameter of a token request, in both forms that Entra knows: `{"kid":"<thumbprint>"}` (signed HTTP request)
 * and the public JWK itself (AT-POP).
 *
 * Not checked: that the client holds the private key; only its later proofs show that.
 *
 * @param text - the value of the parameter, base64url
 * @throws {@link CnfInvalid} `ERR_REQ_CNF_ENCODING`, `ERR_REQ_CNF_SHAPE`, `ERR_CNF_THUMBPRINT`, `ERR_CNF_CONTRADICTION`
 * @throws {@link JwkInvalid} when the JWK is not a usable public key
 * @see RFC 7800 section 3.2 and 3.4
 *
 * @example
 * ```ts
 * import { buildReqCnf, generateSigningKey, parseReqCnf } from '@holdfast/core';
 *
 * const key = await generateSigningKey({ alg: 'RS256' });
 * const { form, thumbprint } = await parseReqCnf(buildReqCnf('jwk', key));
 * console.log(form, thumbprint === key.thumbprint); // jwk true
 * ```
 */
export async function parseReqCnf(text: string): Promise<KeyConfirmation> {
  const value = decodeReqCnf(text);
  if (Object.hasOwn(value, 'kty')) return keyFromJwk(value);
  const { kid, xms_ksl: _keyStorageLabel, ...others } = value;
  if (kid === undefined || Object.keys(others).length > 0) throw new CnfInvalid('ERR_REQ_CNF_SHAPE');
  if (!isThumbprint(kid)) throw new CnfInvalid('ERR_CNF_THUMBPRINT', { detail: 'kid' });
  return { form: 'kid', thumbprint: kid };
}

/**
 * Builds `req_cnf` for one of our own keys.
 *
 * @param form - `kid` sends the thumbprint (signed HTTP request), `jwk` the whole public key (AT-POP)
 * @param key - one's own key; its private half is not needed
 * @param key.jwk - the public key
 * @param key.thumbprint - its RFC 7638 thumbprint
 * @throws {@link JwkInvalid} when the key to send is not a plain public key
 * @see RFC 7800 section 3.2 and 3.4
 *
 * @example
 * ```ts
 * import { buildReqCnf, generateSigningKey, parseReqCnf } from '@holdfast/core';
 *
 * const key = await generateSigningKey({ alg: 'RS256' });
 * const { thumbprint } = await parseReqCnf(buildReqCnf('kid', key));
 * console.log(thumbprint === key.thumbprint); // true
 * ```
 */
export function buildReqCnf(
  form: 'jwk' | 'kid',
  key: { readonly jwk: PublicJwk; readonly thumbprint: string },
): string {
  const value = form === 'kid' ? { kid: key.thumbprint } : publicMembers(key);
  return encodeBase64url(encodeUtf8(JSON.stringify(value)));
}

function publicMembers(key: { readonly jwk: PublicJwk; readonly thumbprint: string }): PublicJwk {
  // Parsed once more before it leaves: a key made elsewhere may carry more members than its type admits, even private ones.
  const jwk = parsePublicJwk(key.jwk);
  return { ...jwk, kid: jwk.kid ?? key.thumbprint };
}

function decodeReqCnf(text: string): JsonObject {
  // A form parser gives a list for a parameter that was sent twice.
  if (typeof text !== 'string') throw new CnfInvalid('ERR_REQ_CNF_ENCODING', { detail: 'not one text' });
  if (text.length > longestReqCnf) throw new CnfInvalid('ERR_REQ_CNF_ENCODING', { detail: 'too long' });
  try {
    return parseStrictJsonObject(decodeUtf8(decodeBase64url(text)));
  } catch (cause) {
    throw new CnfInvalid('ERR_REQ_CNF_ENCODING', { cause });
  }
}

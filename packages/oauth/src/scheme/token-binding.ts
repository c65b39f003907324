import {
  CnfInvalid,
  type Confirmation,
  decodeBase64url,
  decodeUtf8,
  equalText,
  type JsonObject,
  JwkInvalid,
  parseCnf,
  parseStrictJsonObject,
} from '@holdfast/core';
import { TokenNotBound } from '../errors/binding-errors.ts';

const maxTokenLength = 65_536;

/**
 * Checks that an access token says it is bound to a key, and to no other.
 *
 * Not checked: its signature, only that there is one. The token came over TLS from the authority; this only stops a token that is
 * weaker than its label.
 *
 * @throws {@link TokenNotBound}
 * @see RFC 7800 section 3
 *
 * @example
 * ```ts
 * import { checkTokenBinding } from '@holdfast/oauth/token-reply';
 *
 * export const isBoundTo = (accessToken: string, thumbprint: string): Promise<boolean> =>
 *   checkTokenBinding(accessToken, thumbprint).then(
 *     () => true,
 *     () => false,
 *   );
 * ```
 */
export async function checkTokenBinding(accessToken: string, thumbprint: string): Promise<void> {
  const confirmation = await readConfirmation(readClaims(accessToken));
  if (confirmation.key === undefined) throw new TokenNotBound({ detail: 'cnf names no key' });
  if (!equalText(confirmation.key.thumbprint, thumbprint)) throw new TokenNotBound({ detail: 'cnf names another key' });
  // Such a token needs a client certificate as well, which nobody asked for and this client would not present.
  if (confirmation.certificateThumbprint !== undefined)
    throw new TokenNotBound({ detail: 'cnf also names a certificate' });
}

/**
 * Checks that an access token says it is bound to a certificate, and to nothing else.
 *
 * Not checked: its signature, as above.
 *
 * @param x5tS256 - base64url SHA-256 of the certificate's DER
 * @throws {@link TokenNotBound}
 * @see RFC 8705 section 3.1
 */
export async function checkCertificateBinding(accessToken: string, x5tS256: string): Promise<void> {
  const { certificateThumbprint, key } = await readConfirmation(readClaims(accessToken));
  if (certificateThumbprint === undefined) throw new TokenNotBound({ detail: 'cnf names no certificate' });
  if (!equalText(certificateThumbprint, x5tS256)) throw new TokenNotBound({ detail: 'cnf names another certificate' });
  // Such a token needs a signed request as well, which nobody asked for and this client would not make.
  if (key !== undefined) throw new TokenNotBound({ detail: 'cnf also names a key' });
}

async function readConfirmation(claims: JsonObject): Promise<Confirmation> {
  if (claims['cnf'] === undefined) throw new TokenNotBound({ detail: 'no cnf claim' });
  try {
    return await parseCnf(claims['cnf']);
  } catch (cause) {
    if (cause instanceof CnfInvalid || cause instanceof JwkInvalid) throw new TokenNotBound({ detail: 'cnf', cause });
    throw cause;
  }
}

// How the token is signed is the resource's business, and Entra puts members into the header that verifiers refuse. But a token that
// nobody signed could say anything about itself.
function readClaims(accessToken: string): JsonObject {
  const parts = accessToken.length > maxTokenLength ? [] : accessToken.split('.', 4);
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || !header || !payload || !signature) throw notSigned();
  const { alg } = readPart(header);
  if (typeof alg !== 'string' || alg.toLowerCase() === 'none') throw notSigned();
  return readPart(payload);
}

function readPart(part: string): JsonObject {
  try {
    return parseStrictJsonObject(decodeUtf8(decodeBase64url(part)));
  } catch {
    throw notSigned();
  }
}

function notSigned(): TokenNotBound {
  return new TokenNotBound({ detail: 'the token is not a signed JWT' });
}

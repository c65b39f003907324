import type { Bytes } from '../base/bytes.ts';
import { KeyUnusable } from '../errors/core-errors.ts';
import type { JwsAlgorithm } from '../jwa/algorithms.ts';
import { type PublicJwk, parsePublicJwk } from '../jwk/public-jwk.ts';
import { jwkThumbprint } from '../jwk/thumbprint.ts';
import type { HostCryptoKey, SigningKey } from './signing-key.ts';
import { algorithmFor, importVerificationKey } from './verification-key.ts';

/** What a signing key is made from. */
export interface SigningKeyOptions {
  /** The one algorithm that the key will sign with. */
  readonly alg: JwsAlgorithm;
  /** A private WebCrypto key; it should not be extractable. */
  readonly privateKey: HostCryptoKey;
  /** Its public half. */
  readonly publicJwk: PublicJwk;
}

/**
 * Wraps a private WebCrypto key as a {@link SigningKey} and proves once that its public key belongs to it.
 *
 * Not checked: that the private key cannot be exported; whoever generated it decided that.
 *
 * @throws {@link KeyUnusable} `ERR_KEY_UNUSABLE` when the halves or the algorithm do not fit each other
 * @throws {@link JwkInvalid} when the public half is not a usable public key
 * @see RFC 7518 section 3.1
 *
 * @example
 * ```ts
 * import { createSigningKey, parsePublicJwk } from '@holdfast/core';
 *
 * const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
 * const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
 * const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
 * const key = await createSigningKey({
 *   alg: 'ES256',
 *   privateKey: pair.privateKey,
 *   publicJwk: parsePublicJwk({ kty, crv, x, y }),
 * });
 * console.log(key.thumbprint);
 * ```
 */
export async function createSigningKey(options: SigningKeyOptions): Promise<SigningKey> {
  const { privateKey } = options;
  const jwk = parsePublicJwk(options.publicJwk);
  const entry = algorithmFor(options.alg, jwk);
  const thumbprint = await jwkThumbprint(jwk);
  const sign = async (data: Bytes): Promise<Bytes> =>
    new Uint8Array(await crypto.subtle.sign(entry.signParams, privateKey, data));
  // A pair that does not match would bind tokens to a key nobody holds.
  const probe = crypto.getRandomValues(new Uint8Array(32));
  const verifier = await importVerificationKey(jwk, entry.alg);
  const matches = await sign(probe).then(
    (signature) => verifier.verify(probe, signature),
    () => false,
  );
  if (!matches) throw new KeyUnusable({ detail: 'the public key does not belong to the private key' });
  return Object.freeze({ alg: entry.alg, jwk: Object.freeze(jwk), thumbprint, sign });
}

/**
 * Imports a private key from PKCS #8 bytes, not extractable.
 *
 * Not checked: where the bytes came from, or who else has them.
 *
 * @param options - the two halves of the key, and what it is for
 * @throws {@link KeyUnusable} `ERR_KEY_UNUSABLE` when the bytes are no such key, or the halves do not fit each other
 * @throws {@link JwkInvalid} when the public half is not a usable public key
 * @see RFC 5958 section 2
 *
 * @example
 * ```ts
 * import { importPkcs8SigningKey, parsePublicJwk } from '@holdfast/core';
 *
 * export async function readKey(pkcs8: Uint8Array<ArrayBuffer>, publicJwk: unknown): Promise<string> {
 *   const key = await importPkcs8SigningKey({ alg: 'ES256', pkcs8, publicJwk: parsePublicJwk(publicJwk) });
 *   return key.thumbprint;
 * }
 * ```
 */
export async function importPkcs8SigningKey(options: {
  /** The one algorithm that the key will sign with. */
  readonly alg: JwsAlgorithm;
  /** The private key: DER of a PKCS #8 structure, not encrypted. */
  readonly pkcs8: Bytes;
  /** Its public half. */
  readonly publicJwk: PublicJwk;
}): Promise<SigningKey> {
  const { alg, pkcs8 } = options;
  const publicJwk = parsePublicJwk(options.publicJwk);
  const entry = algorithmFor(alg, publicJwk);
  const privateKey = await crypto.subtle
    .importKey('pkcs8', pkcs8, entry.keyParams, false, ['sign'])
    .catch((): never => {
      throw new KeyUnusable({ detail: 'not a PKCS #8 key of this type' });
    });
  return createSigningKey({ alg, privateKey, publicJwk });
}

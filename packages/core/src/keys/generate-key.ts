import { type AlgorithmEntry, findAlgorithm, type JwsAlgorithm } from '../jwa/algorithms.ts';
import { parsePublicJwk } from '../jwk/public-jwk.ts';
import type { HostCryptoKey, SigningKey } from './signing-key.ts';
import { createSigningKey } from './webcrypto-key.ts';

/** What kind of key to generate. */
export interface GenerateKeyOptions {
  /** Entra binds to RSA keys only, so ask for `RS256` or `PS256` there. @default `ES256` */
  readonly alg?: JwsAlgorithm | undefined;
  /** Bits of an RSA modulus. @default 2048 */
  readonly modulusLength?: 2048 | 3072 | 4096 | undefined;
}

interface HostKeyPair {
  readonly privateKey: HostCryptoKey;
  readonly publicKey: HostCryptoKey;
}

/**
 * Generates a proof key whose private half can never be exported.
 *
 * RSA generation takes tens of milliseconds, sometimes hundreds: keep it off the request path with a key pool.
 *
 * @throws TypeError for an unknown algorithm
 *
 * @example
 * ```ts
 * import { generateSigningKey } from '@holdfast/core';
 *
 * const key = await generateSigningKey({ alg: 'RS256', modulusLength: 3072 });
 * console.log(key.thumbprint, key.jwk.kty);
 * ```
 */
export async function generateSigningKey(options: GenerateKeyOptions = {}): Promise<SigningKey> {
  const entry = findAlgorithm(options.alg ?? 'ES256');
  if (entry === undefined) throw new TypeError('alg must be RS256, PS256 or ES256');
  const { privateKey, publicKey } = await generatePair(entry, options.modulusLength ?? 2048);
  const exported: unknown = await crypto.subtle.exportKey('jwk', publicKey);
  const { kty, n, e, crv, x, y } = exported as Record<string, string>;
  const publicJwk = parsePublicJwk(entry.kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y });
  return createSigningKey({ alg: entry.alg, privateKey, publicJwk });
}

async function generatePair(entry: AlgorithmEntry, modulusLength: number): Promise<HostKeyPair> {
  const params =
    entry.kty === 'RSA'
      ? { ...entry.keyParams, hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) }
      : { ...entry.keyParams, namedCurve: 'P-256' };
  return (await crypto.subtle.generateKey(params, false, ['sign', 'verify'])) as HostKeyPair;
}

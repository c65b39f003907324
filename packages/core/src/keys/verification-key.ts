import { type HostPublicKey, hostVerifier } from '#host';
import { KeyUnusable } from '../errors/core-errors.ts';
import { type AlgorithmEntry, findAlgorithm, type JwsAlgorithm } from '../jwa/algorithms.ts';
import type { PublicJwk } from '../jwk/public-jwk.ts';
import type { VerificationKey } from './signing-key.ts';

/**
 * Imports a public key for verifying one algorithm.
 *
 * Not checked: whose key it is.
 *
 * @param jwk - a key that was checked, by {@link parsePublicJwk} for one
 * @param alg - the one algorithm that it will verify
 * @throws {@link KeyUnusable} `ERR_KEY_UNUSABLE` when the key type does not fit the algorithm
 *
 * @example
 * ```ts
 * import { generateSigningKey, importVerificationKey, parsePublicJwk } from '@holdfast/core';
 *
 * const { jwk } = await generateSigningKey({ alg: 'ES256' });
 * const key = await importVerificationKey(parsePublicJwk(jwk), 'ES256');
 * console.log(key.alg);
 * ```
 */
export async function importVerificationKey(jwk: PublicJwk, alg: JwsAlgorithm): Promise<VerificationKey> {
  const entry = algorithmFor(alg, jwk);
  const verifier = await hostVerifier(bareKey(jwk), entry.alg).catch((): never => {
    throw new KeyUnusable();
  });
  return { alg: entry.alg, ...verifier };
}

/**
 * Finds the entry of an algorithm that a key is to be used for.
 *
 * @throws {@link KeyUnusable} `ERR_KEY_UNUSABLE` when the key is of another type, or says that it is for another algorithm
 */
export function algorithmFor(alg: JwsAlgorithm, jwk: PublicJwk): AlgorithmEntry {
  const entry = findAlgorithm(alg);
  if (entry === undefined || entry.kty !== jwk.kty) throw new KeyUnusable({ detail: 'key type' });
  if (jwk.alg !== undefined && jwk.alg !== alg) throw new KeyUnusable({ detail: 'the JWK names another algorithm' });
  return entry;
}

// WebCrypto refuses a JWK whose `alg` or `use` it reads differently; the numbers are all it needs.
function bareKey(jwk: PublicJwk): HostPublicKey {
  return jwk.kty === 'RSA' ? { kty: 'RSA', n: jwk.n, e: jwk.e } : { kty: 'EC', crv: jwk.crv, x: jwk.x, y: jwk.y };
}

import { generateKeyPair, type KeyObject } from 'node:crypto';
import type { JwsAlgorithm, SigningKey } from '@holdfast/core';
import { createNodeSigningKey } from './node-signing-key.ts';

/**
 * Generates a proof key on the thread pool: P-256 in a moment, RSA-2048 in tens of milliseconds.
 *
 * The key lives as long as the process: it is written nowhere, and cannot be read out of the result.
 *
 * @param alg - `ES256` makes a P-256 key, `RS256` and `PS256` an RSA key of 2048 bits
 * @see RFC 7518 section 3.1
 *
 * @example
 * ```ts
 * import { generateNodeKey } from '@holdfast/node';
 *
 * const key = await generateNodeKey('RS256');
 * console.log(key.thumbprint, key.jwk.kty);
 * ```
 */
export async function generateNodeKey(alg: JwsAlgorithm): Promise<SigningKey> {
  return createNodeSigningKey(alg, await generatePrivateKey(alg));
}

function generatePrivateKey(alg: JwsAlgorithm): Promise<KeyObject> {
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null, _publicKey: KeyObject, privateKey: KeyObject): void => {
      if (error === null) resolve(privateKey);
      else reject(error);
    };
    if (alg === 'ES256') generateKeyPair('ec', { namedCurve: 'P-256' }, settle);
    else generateKeyPair('rsa', { modulusLength: 2048 }, settle);
  });
}

import { createSigningKey, parsePublicJwk, type SigningKey } from '@holdfast/core';
import type { ProofAlgorithm } from '../options/client-settings.ts';
import type { KeyPair } from '../vault/token-vault.ts';

/** A key that signs, with the pair that storage takes. */
export interface ProofKey {
  readonly signer: SigningKey;
  readonly pair: KeyPair;
}

const parameters = {
  RS256: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
} as const satisfies Record<ProofAlgorithm, object>;

/** Generates a pair whose private half can never be exported: not by this page, nor by whoever reads its storage. */
export async function generateProofKey(alg: ProofAlgorithm): Promise<ProofKey> {
  return loadProofKey(await crypto.subtle.generateKey(parameters[alg], false, ['sign', 'verify']));
}

/**
 * Makes a key of a pair that may come from storage, and so from anybody: another script could leave one there whose private half it has a copy of.
 *
 * Not checked: what is bound to the key. A pair that was made outside of the browser looks like every other once it is imported.
 *
 * @throws TypeError for a private key that can be exported, or is of another kind
 * @throws {@link KeyUnusable}, {@link JwkInvalid}; whatever the browser throws for something that is no key
 */
export async function loadProofKey(pair: KeyPair): Promise<ProofKey> {
  const { privateKey, publicKey } = pair;
  const { extractable, type, algorithm } = privateKey;
  const alg = algorithm.name === parameters.ES256.name ? 'ES256' : 'RS256';
  if (extractable !== false || type !== 'private' || algorithm.name !== parameters[alg].name) {
    throw new TypeError('not a private key of ours');
  }
  const { kty, n, e, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const publicJwk = parsePublicJwk(alg === 'RS256' ? { kty, n, e } : { kty, crv, x, y });
  return { signer: await createSigningKey({ alg, privateKey, publicJwk }), pair };
}

import type { PublicJwk, SigningKey } from '@holdfast/core';
import { jwkThumbprint } from '@holdfast/core/calling';
import type { KeyPair } from '../vault/token-vault.ts';

/** A key that signs, with the pair that storage takes. */
export interface ProofKey {
  readonly signer: SigningKey;
  readonly pair: KeyPair;
}

/**
 * Makes a key of a pair that may come from storage, and so from anybody: another script could leave one there whose private half it has a copy of.
 *
 * Not checked: what is bound to the key: whoever uses it compares its thumbprint. A pair that was made outside of the browser looks like every other once it is
 * imported.
 *
 * @throws TypeError for a private key that can be exported, is of another kind or too short, or does not belong to its public key; whatever the browser throws
 * for something that is no key
 */
export async function loadProofKey(pair: KeyPair): Promise<ProofKey> {
  const { privateKey, publicKey } = pair;
  const { extractable, type, algorithm } = privateKey as CryptoKey;
  const { name, hash, modulusLength, namedCurve } = algorithm as Partial<RsaHashedKeyAlgorithm & EcKeyAlgorithm>;
  const isRsa = name === 'RSASSA-PKCS1-v1_5' && hash?.name === 'SHA-256' && (modulusLength ?? 0) >= 2048;
  const isEc = name === 'ECDSA' && namedCurve === 'P-256';
  check(extractable === false && type === 'private' && (isRsa || isEc));
  // For RSA the hash belongs to the key, and this one is not looked at.
  const algorithmOfSignature = { name: name as string, hash: 'SHA-256' };
  const sign: SigningKey['sign'] = async (data) =>
    new Uint8Array(await crypto.subtle.sign(algorithmOfSignature, privateKey, data));
  const probe = crypto.getRandomValues(new Uint8Array(32));
  // Tokens would else be bound to a key that nobody holds.
  check(await crypto.subtle.verify(algorithmOfSignature, publicKey, await sign(probe), probe));
  const { kty, n, e, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey);
  const jwk = Object.freeze(isRsa ? { kty, n, e } : { kty, crv, x, y }) as PublicJwk;
  const thumbprint = await jwkThumbprint(jwk);
  return { signer: Object.freeze({ alg: isRsa ? 'RS256' : 'ES256', jwk, thumbprint, sign }), pair };
}

function check(isRight: boolean): void {
  if (!isRight) throw new TypeError('not a proof key of ours');
}

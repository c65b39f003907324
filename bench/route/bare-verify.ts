import { createPublicKey, verify } from 'node:crypto';
import { derFromRaw } from '../../packages/core/src/host/der-signature.ts';
import type { ProofAlgorithm } from '../shr/proof-stock.ts';

/**
 * The least that a server can do with a signed request: one `crypto.verify` of its bytes, with a key that was prepared. It reads no
 * token, no claim and no time, and would take the same proof a thousand times.
 */
export function createBareVerifier(alg: ProofAlgorithm, pem: string): (authorization: string | undefined) => boolean {
  const key = createPublicKey(pem);
  return (authorization = '') => {
    const dot = authorization.lastIndexOf('.');
    const signed = Buffer.from(authorization.slice('PoP '.length, dot), 'latin1');
    const signature = Buffer.from(authorization.slice(dot + 1), 'base64url');
    if (alg === 'ES256' && signature.length !== 64) return false;
    // A bare key: `{ key, dsaEncoding }` would cost half as much again.
    return verify('sha256', signed, key, alg === 'ES256' ? derFromRaw(signature) : signature);
  };
}

import type { ProofAlgorithm } from '../options/client-settings.ts';
import { loadProofKey, type ProofKey } from './proof-key.ts';

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

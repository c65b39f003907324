import type { NonceIssuer, VerifiedShr } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';

/** Checks that the proof carries a nonce which this API, on any of its nodes, issued not long ago. */
export async function checkNonce(proof: VerifiedShr, nonces: NonceIssuer | undefined): Promise<void> {
  if (nonces === undefined) return;
  if (proof.nonce === undefined) throw new Refused('ERR_NONCE_MISSING');
  const state = await nonces.check(proof.nonce);
  if (state === 'stale') throw new Refused('ERR_NONCE_STALE');
  if (state !== 'fresh') throw new Refused('ERR_NONCE_UNKNOWN');
}

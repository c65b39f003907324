import type { NonceIssuer, NonceVerdict, VerifiedShr } from '@holdfast/core';
import { Refused } from '../errors/refused.ts';
import { whenThere } from '../flow/when-there.ts';

/** Checks that the proof carries a nonce which this API, on any of its nodes, issued not long ago. */
export function checkNonce(proof: VerifiedShr, nonces: NonceIssuer | undefined): void | Promise<void> {
  if (nonces === undefined) return;
  if (proof.nonce === undefined) throw new Refused('ERR_NONCE_MISSING');
  const verdict = nonces.check(proof.nonce);
  return whenThere(verdict, requireFresh);
}

function requireFresh(verdict: NonceVerdict): void {
  if (verdict === 'stale') throw new Refused('ERR_NONCE_STALE');
  if (verdict !== 'fresh') throw new Refused('ERR_NONCE_UNKNOWN');
}

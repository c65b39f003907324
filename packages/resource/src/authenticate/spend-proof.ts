import type { VerifiedShr } from '@holdfast/core';
import { whenThere } from '../flow/when-there.ts';
import { checkNonce } from '../nonce/check-nonce.ts';
import { nextNonceFor } from '../nonce/next-nonce.ts';
import type { ValidatorSettings } from '../options/read-options.ts';
import { claimReplay } from '../replay/claim-replay.ts';

/** What a proof is spent by. */
type SpendingRules = Pick<ValidatorSettings, 'nonces' | 'replay'>;

interface Spending {
  readonly proof: VerifiedShr;
  readonly rules: SpendingRules;
}

/**
 * Checks the nonce of a proof, uses the proof up, and makes the nonce for the next one.
 *
 * @returns the next nonce, where the caller should have another
 */
export function spendProof(proof: VerifiedShr, rules: SpendingRules): string | undefined | Promise<string | undefined> {
  return whenThere(checkNonce(proof, rules.nonces), claim, { proof, rules });
}

function claim(_: unknown, spending: Spending): string | undefined | Promise<string | undefined> {
  const { proof, rules } = spending;
  return whenThere(claimReplay(proof, rules.replay), nextNonce, spending);
}

function nextNonce(_: unknown, { proof, rules }: Spending): string | undefined | Promise<string | undefined> {
  return nextNonceFor(proof, rules.nonces);
}

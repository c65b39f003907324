import type { VerifiedShr } from '@holdfast/core';
import { whenThere } from '../flow/when-there.ts';
import { checkNonce } from '../nonce/check-nonce.ts';
import { nextNonceFor } from '../nonce/next-nonce.ts';
import type { ValidatorSettings } from '../options/read-options.ts';
import { claimReplay } from '../replay/claim-replay.ts';

/**
 * Checks the nonce of a proof, uses the proof up, and makes the nonce for the next one.
 *
 * @returns the next nonce, where the caller should have another
 */
export function spendProof(
  proof: VerifiedShr | undefined,
  { nonces, replay }: Pick<ValidatorSettings, 'nonces' | 'replay'>,
): string | undefined | Promise<string | undefined> {
  if (proof === undefined) return undefined;
  return whenThere(checkNonce(proof, nonces), () =>
    whenThere(claimReplay(proof, replay), () => nextNonceFor(proof, nonces)),
  );
}

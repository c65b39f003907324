import type { Confirmation } from '@holdfast/core';
import type { PresentedScheme } from '../credential/extract-credential.ts';
import { Refused } from '../errors/refused.ts';

/**
 * What an API demands of access tokens. No value lets a bound token through without its proof.
 *
 * - `required`: every token is bound and proved.
 * - `when-bound`: an unbound token may come as Bearer; a bound one is proved.
 * - `bearer-only`: bound tokens are refused, for there is nothing here to check a proof.
 */
export type ProofPolicy = 'required' | 'when-bound' | 'bearer-only';

/** The schemes a policy listens to. Bearer stays among them under `required`: certificate-bound tokens may come under that label. */
export const schemesOf: Readonly<Record<ProofPolicy, ReadonlySet<PresentedScheme>>> = Object.freeze({
  required: new Set<PresentedScheme>(['bearer', 'pop', 'mtls_pop']),
  'when-bound': new Set<PresentedScheme>(['bearer', 'pop', 'mtls_pop']),
  'bearer-only': new Set<PresentedScheme>(['bearer']),
});

/**
 * Decides, from policy, confirmation and label, what must be proved. It returns only when that is possible: the rest of the list then
 * proves every member of the confirmation.
 *
 * | token \ label | Bearer | mtls_pop | PoP |
 * |---|---|---|---|
 * | unbound | `when-bound` and `bearer-only` only | never | never |
 * | key | never | never | key proved |
 * | certificate | certificate matched | certificate matched | never |
 * | both | never | never | both |
 *
 * @see RFC 9449 section 7.2 (the same rule for DPoP); RFC 8705 section 3
 */
export function decideBinding(
  confirmation: Confirmation | undefined,
  presented: { readonly scheme: PresentedScheme; readonly policy: ProofPolicy },
): void {
  const { scheme, policy } = presented;
  if (confirmation === undefined) {
    if (policy === 'required' || scheme !== 'bearer') throw new Refused('ERR_BINDING_UNBOUND');
    return;
  }
  if (policy === 'bearer-only') throw new Refused('ERR_BINDING_BOUND');
  if (confirmation.key !== undefined && scheme !== 'pop') throw new Refused('ERR_BINDING_PROOF_MISSING');
  if (confirmation.key === undefined && scheme === 'pop') throw new Refused('ERR_BINDING_PROOF_UNEXPECTED');
}

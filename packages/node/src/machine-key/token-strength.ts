import { ck, tokenFailed } from './cryptoki.ts';
import type { FoundKey } from './find-key.ts';
import type { KeyStrength } from './key-strength.ts';
import type { OpenToken } from './open-token.ts';
import type { PssMechanism } from './pkcs11-signing-key.ts';

/** What says how well a key in a token is kept. */
export interface StrengthFacts {
  readonly token: Pick<OpenToken, 'cryptoki' | 'slot'>;
  readonly key: Pick<FoundKey, 'wasNeverOutside'>;
  readonly mechanism: PssMechanism;
  /** The operator's own word; undefined when he leaves it to the token. */
  readonly isHardware: boolean | undefined;
}

/**
 * Decides how well a key in a token is kept. All three must say hardware, since each of them alone is said of software too: a soft token may
 * lie in a hardware slot, a hardware token may sign in its driver, and a key that was imported has a copy somewhere.
 *
 * Not checked: whether the module tells the truth.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_FAILED`
 * @see PKCS #11 Base Specification 2.40 section 3.2 (`CKF_HW_SLOT`), section 3.5 (`CKF_HW`), section 4.9 (`CKA_NEVER_EXTRACTABLE`)
 */
export function decideStrength({ token, key, mechanism, isHardware }: StrengthFacts): KeyStrength {
  if (isHardware !== undefined) return isHardware ? 'Hardware' : 'InMemory';
  const isAll = key.wasNeverOutside && mechanism.isInHardware && isHardwareSlot(token);
  return isAll ? 'Hardware' : 'InMemory';
}

function isHardwareSlot({ cryptoki, slot }: StrengthFacts['token']): boolean {
  try {
    return (cryptoki.C_GetSlotInfo(slot).flags & ck.flags.hardwareSlot) !== 0;
  } catch (error) {
    throw tokenFailed(error);
  }
}

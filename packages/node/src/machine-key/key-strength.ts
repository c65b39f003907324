import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';

/**
 * How well a private key is kept, weakest first: in the memory of the process, in hardware, or in hardware that keeps it from the operating
 * system too.
 */
export type KeyStrength = 'InMemory' | 'Hardware' | 'KeyGuard';

const ranks: Readonly<Record<KeyStrength, number>> = { InMemory: 1, Hardware: 2, KeyGuard: 3 };

/**
 * Refuses a key that is kept less well than was asked for.
 *
 * Not checked: whether the strength is what the key's provider says it is; attestation proves that to a server.
 *
 * @param strength - what the key has
 * @param minStrength - the least that will do
 * @throws {@link MachineKeyUnusable} `ERR_MACHINE_KEY_STRENGTH`
 *
 * @example
 * ```ts
 * import { checkKeyStrength } from '@holdfast/node/machine-key';
 *
 * checkKeyStrength('Hardware', 'InMemory');
 * checkKeyStrength('InMemory', 'Hardware'); // throws
 * ```
 */
export function checkKeyStrength(strength: KeyStrength, minStrength: KeyStrength): void {
  // Not `<`: a strength that is no strength compares as NaN, which must not pass.
  if (!(ranks[strength] >= ranks[minStrength])) {
    throw new MachineKeyUnusable('ERR_MACHINE_KEY_STRENGTH', {
      detail: isKeyStrength(strength) ? strength : undefined,
    });
  }
}

/**
 * Whether a text is the name of a strength.
 *
 * @example
 * ```ts
 * import { isKeyStrength } from '@holdfast/node/machine-key';
 *
 * console.log(isKeyStrength('Hardware'), isKeyStrength('hardware')); // true false
 * ```
 */
export function isKeyStrength(value: unknown): value is KeyStrength {
  return typeof value === 'string' && Object.hasOwn(ranks, value);
}

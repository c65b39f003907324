import { type ErrorDetails, HoldfastError } from '@holdfast/core';
import { machineKeyErrors } from './catalog-machine-key.ts';

/** Codes of {@link MachineKeyUnusable}. */
export type MachineKeyCode = keyof typeof machineKeyErrors;

/** There is no key of this machine that may be used; nothing was sent. */
export class MachineKeyUnusable extends HoldfastError<MachineKeyCode> {
  constructor(code: MachineKeyCode, options?: ErrorDetails) {
    super(code, machineKeyErrors[code], options);
  }
}

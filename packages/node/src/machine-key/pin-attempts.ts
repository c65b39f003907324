import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';

/** Gives PINs to a token that counts wrong ones. */
export interface PinAttempts {
  /**
   * Reads the PIN.
   *
   * @throws {@link MachineKeyUnusable} `ERR_PKCS11_PIN` when it is the one that the token refused
   */
  next(): Promise<string>;
  /** Says that the token refused the PIN that was given last. */
  refused(): void;
}

/** Remembers the PIN that was refused, so that asking for the key again and again does not lock the token. */
export function createPinAttempts(readPin: () => string | Promise<string>): PinAttempts {
  let given: string | undefined;
  let wrong: string | undefined;
  return {
    async next() {
      given = await readPin();
      if (typeof given !== 'string' || given === '')
        throw new MachineKeyUnusable('ERR_PKCS11_PIN', { detail: 'no PIN' });
      if (given === wrong) throw new MachineKeyUnusable('ERR_PKCS11_PIN', { detail: 'refused before' });
      return given;
    },
    refused() {
      wrong = given;
    },
  };
}

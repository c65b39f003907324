import { after } from 'node:test';
import { createPkcs11KeyProvider, type MachineKeyProvider, type Pkcs11KeyOptions } from '@holdfast/node/machine-key';
import { createSoftToken, type SoftToken, softTokenMissing } from '@holdfast/testing';

export interface TokenForSuite extends SoftToken {
  /** Opens the key that every suite has, unless told otherwise. */
  open(options?: Partial<Pkcs11KeyOptions>): MachineKeyProvider;
}

/**
 * A token for the test file that asks, with the key `mi`. The libraries of this process find it by the environment, which they read when
 * they are loaded: one token for each file.
 */
export function openSoftToken(): TokenForSuite | undefined {
  if (softTokenMissing !== false) return undefined;
  // Blanks and separators, so that a name that is not escaped finds nothing.
  const token = createSoftToken('hold;fast=?');
  Object.assign(process.env, token.environment);
  token.makeKey('mi; 1');
  after(() => token.close());
  const usual = { module: token.module, token: token.label, object: 'mi; 1', pin: token.pin };
  return { ...token, open: (options) => createPkcs11KeyProvider({ ...usual, ...options }) };
}

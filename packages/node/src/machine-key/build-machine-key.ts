import { createHash, createPublicKey } from 'node:crypto';
import type { MachineKey } from './machine-key.ts';

/**
 * Puts a {@link MachineKey} together, with the id that its public half gives it.
 *
 * Not checked: whether the halves belong to each other; whoever made or opened the key has tried it.
 */
export function buildMachineKey({ tlsKey, signingKey, ...parts }: Omit<MachineKey, 'keyId'>): MachineKey {
  const spki = createPublicKey({ format: 'jwk', key: { ...signingKey.jwk } }).export({ format: 'der', type: 'spki' });
  const keyId = createHash('sha256').update(spki).digest('hex');
  const key = { ...parts, keyId, signingKey };
  // With defineProperty it is not enumerable.
  return Object.freeze(Object.defineProperty(key, 'tlsKey', { value: tlsKey }) as MachineKey);
}

import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { createNodeSigningKey } from '../keys/node-signing-key.ts';
import { buildMachineKey } from './build-machine-key.ts';
import { createKeptKey } from './kept-key.ts';
import type { MachineKey, MachineKeyProvider } from './machine-key.ts';

/**
 * Makes a provider of a key that lives in the memory of this process: RSA of 2048 bits, made on the thread pool when it is first asked for.
 *
 * The key is written nowhere and is gone with the process. It is kept `InMemory`: whoever reads the memory of the process has it.
 *
 * @example
 * ```ts
 * import { createSoftwareKeyProvider } from '@holdfast/node/machine-key';
 *
 * const keys = createSoftwareKeyProvider();
 * const { strength, keyId, generationMs } = await keys.current();
 * console.log(strength, keyId, generationMs);
 * await keys.close();
 * ```
 */
export function createSoftwareKeyProvider(): MachineKeyProvider {
  return createKeptKey({ open: generateMachineKey });
}

const generate = promisify(generateKeyPair);

async function generateMachineKey(): Promise<MachineKey> {
  const startedAt = performance.now();
  const { privateKey }: { readonly privateKey: KeyObject } = await generate('rsa', { modulusLength: 2048 });
  const generationMs = performance.now() - startedAt;
  const signingKey = await createNodeSigningKey('PS256', privateKey);
  return buildMachineKey({ strength: 'InMemory', signingKey, tlsKey: privateKey, generationMs });
}

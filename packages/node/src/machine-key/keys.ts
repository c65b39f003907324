/**
 * Keys of a machine: what signs its requests for certificates, and what TLS presents with them.
 *
 * Begin with {@link createSoftwareKeyProvider}, which needs nothing, or with {@link createPkcs11KeyProvider} where a token keeps the key.
 * {@link checkKeyStrength} compares how well a key is kept with how well it must be.
 *
 * @example
 * ```ts
 * import { checkKeyStrength, createSoftwareKeyProvider } from '@holdfast/node/machine-key';
 *
 * const keys = createSoftwareKeyProvider();
 * const { strength } = await keys.current();
 * checkKeyStrength(strength, 'InMemory');
 * await keys.close();
 * ```
 *
 * @packageDocumentation
 */
export { type MachineKeyCode, MachineKeyUnusable } from '../errors/machine-key-errors.ts';
export {
  buildEngineEnvironment,
  type EngineEnvironment,
  type EngineEnvironmentOptions,
} from './engine-environment.ts';
export { checkKeyStrength, isKeyStrength, type KeyStrength } from './key-strength.ts';
export type { EngineKey, MachineKey, MachineKeyProvider } from './machine-key.ts';
export { createPkcs11KeyProvider } from './pkcs11-key.ts';
export type { Pkcs11KeyOptions } from './pkcs11-options.ts';
export { createSoftwareKeyProvider } from './software-key.ts';

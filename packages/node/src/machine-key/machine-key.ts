import type { KeyObject } from 'node:crypto';
import type { SigningKey } from '@holdfast/core';
import type { KeyStrength } from './key-strength.ts';

/**
 * A private key that an OpenSSL engine holds: TLS is told its name, and nobody is told the key.
 *
 * Not checked: whether the engine is there, and whether it knows the key; TLS finds out when it is asked to present it.
 */
export interface EngineKey {
  /** Id of the engine, as the configuration file of OpenSSL names it: `pkcs11`. */
  readonly engine: string;
  /** Name of the key in the words of the engine: for `pkcs11` a URI without a PIN (RFC 7512). */
  readonly identifier: string;
}

/** The key of this machine: it signs requests for certificates, and TLS presents it together with them. */
export interface MachineKey {
  /** How well it is kept. */
  readonly strength: KeyStrength;
  /** Lower-case hex SHA-256 of its public half, in the form of a certificate (SPKI). */
  readonly keyId: string;
  /** Signs `PS256`, for requests and for its attestation. */
  readonly signingKey: SigningKey;
  /** What TLS presents. Not enumerable: no log, no JSON and no copy of this value carries it along. */
  readonly tlsKey: KeyObject | EngineKey;
  /** How long its making took, in milliseconds; absent where the key was there before. */
  readonly generationMs?: number | undefined;
}

/**
 * Port: where the key of this machine comes from.
 *
 * An implementation gives the same key for as long as it lives, says no more of its strength than is so, and has tried the key before it
 * gives it.
 */
export interface MachineKeyProvider {
  /**
   * The key, which is made or looked up at the first call; those who ask at the same time share that work.
   *
   * @param signal - ends this caller's wait; the next caller finds nothing spoilt
   * @throws {@link MachineKeyUnusable} when there is no key that may be used
   */
  current(signal?: AbortSignal): Promise<MachineKey>;
  /** Lets go of the key and of what leads to it; later calls are refused. Closing twice does nothing. */
  close(): Promise<void>;
}

import { createPublicKey } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { PublicJwk } from '@holdfast/core';
import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';
import { readEngineFailure } from './engine-failure.ts';
import type { EngineKey } from './machine-key.ts';

/**
 * Asks TLS whether it reaches a key, before a certificate is asked for that nobody could present.
 *
 * Not checked: whether it is the right key; TLS compares it with the certificate that it is presented with.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_ENGINE`
 */
export function checkEngine({ engine, identifier }: EngineKey): void {
  try {
    createSecureContext({ privateKeyEngine: engine, privateKeyIdentifier: identifier });
  } catch (cause) {
    throw new MachineKeyUnusable('ERR_PKCS11_ENGINE', { detail: readEngineFailure(cause), cause });
  }
}

/**
 * Refuses a process whose own keys an engine has taken over, which is what becomes of `--openssl-config` in Node 24: an engine that is loaded
 * at start gets every RSA and elliptic curve key.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_ENGINE`
 */
export function checkOwnKeys(jwk: PublicJwk): void {
  try {
    createPublicKey({ format: 'jwk', key: { ...jwk } });
  } catch (cause) {
    throw new MachineKeyUnusable('ERR_PKCS11_ENGINE', { detail: 'it was loaded at start, and has all keys', cause });
  }
}

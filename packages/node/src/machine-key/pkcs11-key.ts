import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';
import { buildMachineKey } from './build-machine-key.ts';
import { checkEngine, checkOwnKeys } from './check-engine.ts';
import { checkEngineEnvironment } from './engine-environment.ts';
import { findKey } from './find-key.ts';
import { createKeptKey } from './kept-key.ts';
import { buildKeyUri } from './key-uri.ts';
import { loadCryptoki } from './load-cryptoki.ts';
import type { MachineKey, MachineKeyProvider } from './machine-key.ts';
import { type OpenToken, openToken } from './open-token.ts';
import { createPinAttempts } from './pin-attempts.ts';
import { type Pkcs11KeyOptions, parsePkcs11Options } from './pkcs11-options.ts';
import { choosePssMechanism, createPkcs11SigningKey } from './pkcs11-signing-key.ts';
import { decideStrength } from './token-strength.ts';

/**
 * Makes a provider of a private key in a PKCS#11 token: a smart card, a TPM, a network HSM. The key never leaves the token.
 *
 * Certificate requests are signed through the optional package `pkcs11js`, TLS handshakes through OpenSSL's engine `pkcs11`, for which the
 * program is started in an environment of its own ({@link buildEngineEnvironment}). The process logs in to the token once, so the engine needs
 * no PIN. Both use the token on the thread that asks, which waits as long as the token takes.
 *
 * The key must be there already; this makes none. It must be RSA of 2048 bits or more, sensitive and not extractable.
 *
 * `strength` is `Hardware` when the slot and the mechanism say that they are hardware and the key was never outside of it; else `InMemory`.
 * Not checked: whether a module tells the truth; attestation is for that.
 *
 * @throws TypeError for a wrong or unknown option
 * @see RFC 7512; PKCS #11 Base Specification 2.40
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { createPkcs11KeyProvider } from '@holdfast/node/machine-key';
 *
 * const keys = createPkcs11KeyProvider({
 *   module: '/usr/lib/softhsm/libsofthsm2.so',
 *   token: 'holdfast',
 *   object: 'machine-identity',
 *   pin: async () => (await readFile('/run/secrets/token-pin', 'utf8')).trim(),
 * });
 * const { strength, keyId } = await keys.current();
 * console.log(strength, keyId);
 * await keys.close();
 * ```
 */
export function createPkcs11KeyProvider(options: Pkcs11KeyOptions): MachineKeyProvider {
  const { module, place, readPin, isHardware, engine } = parsePkcs11Options(options);
  const attempts = createPinAttempts(readPin);
  let token: OpenToken | undefined;

  const open = async (): Promise<MachineKey> => {
    checkEngineEnvironment(module);
    const opened = await openToken(await loadCryptoki(module), place, attempts.next).catch((error: unknown) => {
      if (error instanceof MachineKeyUnusable && error.code === 'ERR_PKCS11_PIN') attempts.refused();
      throw error;
    });
    try {
      const key = findKey(opened, place);
      checkOwnKeys(key.jwk);
      const mechanism = choosePssMechanism(opened);
      const signingKey = await createPkcs11SigningKey({ token: opened, key, mechanism });
      const found = { ...place, serialNumber: opened.serialNumber, id: key.id };
      const tlsKey = Object.freeze({ engine, identifier: buildKeyUri(found) });
      checkEngine(tlsKey);
      token = opened;
      return buildMachineKey({
        strength: decideStrength({ token: opened, key, mechanism, isHardware }),
        signingKey,
        tlsKey,
      });
    } catch (error) {
      opened.close();
      throw error;
    }
  };

  return createKeptKey({ open, release: () => token?.close() });
}

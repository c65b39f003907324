import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { MachineKeyUnusable } from '../errors/machine-key-errors.ts';

/** What {@link buildEngineEnvironment} needs. */
export interface EngineEnvironmentOptions {
  /** Absolute path of the PKCS#11 module; the one that {@link createPkcs11KeyProvider} is given. */
  readonly module: string;
  /** Absolute path of the directory with OpenSSL's engine `pkcs11.so`. @default where Debian, Ubuntu, Fedora and Alpine have it */
  readonly engines?: string | undefined;
}

/** Two variables that a program must be started with for TLS to reach a token. */
export interface EngineEnvironment {
  /** Where OpenSSL looks for an engine when it is first asked for: whoever can write there runs code in the program. */
  readonly OPENSSL_ENGINES: string;
  /** Which PKCS#11 module the engine uses. */
  readonly PKCS11_MODULE_PATH: string;
}

/**
 * Gives the environment that a program with keys in a token is started in. OpenSSL then loads the engine once, when the first connection needs
 * it. No PIN is in it: {@link createPkcs11KeyProvider} logs the process in before the engine is asked for a key.
 *
 * Do not load the engine with `--openssl-config`: Node 24 then gives it every RSA and elliptic curve key of the process, and JWKs no longer
 * open.
 *
 * Not checked: whether the libraries are what they say.
 *
 * @throws TypeError for a path that is not absolute
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_ENGINE` when `engines` is not given and no engine is installed
 * @see OPENSSL_ENGINES in openssl-env(7)
 *
 * @example
 * ```ts
 * import { spawn } from 'node:child_process';
 * import { buildEngineEnvironment } from '@holdfast/node/machine-key';
 *
 * const engine = buildEngineEnvironment({ module: '/usr/lib/softhsm/libsofthsm2.so' });
 * spawn(process.execPath, ['program.js'], { env: { ...process.env, ...engine }, stdio: 'inherit' });
 * ```
 */
export function buildEngineEnvironment({ module, engines }: EngineEnvironmentOptions): EngineEnvironment {
  if (!isPath(module)) throw new TypeError('module must be an absolute path');
  if (engines !== undefined && !isPath(engines)) throw new TypeError('engines must be an absolute path');
  return { OPENSSL_ENGINES: engines ?? findEngines(), PKCS11_MODULE_PATH: module };
}

/**
 * Refuses to have OpenSSL look for the key in another module than the one that was logged in to: it would ask for a PIN on the terminal, and
 * stop the program until somebody answers.
 *
 * @throws {@link MachineKeyUnusable} `ERR_PKCS11_ENGINE`
 */
export function checkEngineEnvironment(module: string): void {
  if (process.env['PKCS11_MODULE_PATH'] === module) return;
  throw new MachineKeyUnusable('ERR_PKCS11_ENGINE', { detail: 'PKCS11_MODULE_PATH does not name the module' });
}

const triplets: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };

function findEngines(): string {
  const folders = [`/usr/lib/${triplets[process.arch]}/engines-3`, '/usr/lib64/engines-3', '/usr/lib/engines-3'];
  const found = folders.find((folder) => existsSync(`${folder}/pkcs11.so`));
  if (found === undefined) throw new MachineKeyUnusable('ERR_PKCS11_ENGINE', { detail: 'no engine is installed' });
  return found;
}

function isPath(path: unknown): path is string {
  return typeof path === 'string' && isAbsolute(path);
}

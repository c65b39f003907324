import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';

/** A SoftHSM of a test's own: a PKCS#11 token in a folder, gone with the test. */
export interface SoftToken {
  /** Path of the PKCS#11 module. */
  readonly module: string;
  readonly label: string;
  readonly pin: string;
  /** PIN of the security officer, who can set the other one. */
  readonly soPin: string;
  /** What a process needs to find the token, and OpenSSL to find the engine. */
  readonly environment: Readonly<Record<'SOFTHSM2_CONF' | 'OPENSSL_ENGINES' | 'PKCS11_MODULE_PATH', string>>;
  /** Makes a key pair in the token, in a process of its own; RSA of 2048 bits that cannot be read out, unless told otherwise. */
  makeKey(label: string, wishes?: SoftTokenKeyWishes): void;
  close(): void;
}

/** How a key of a {@link SoftToken} is to be. */
export interface SoftTokenKeyWishes {
  /** Hexadecimal. @default `01` */
  readonly id?: string;
  /** @default 2048 */
  readonly bits?: number;
  /** Attributes of the private key by their PKCS#11 number, in place of the usual ones. @default none */
  readonly attributes?: Readonly<Record<number, boolean>>;
  /** Makes the key outside and imports it. @default false */
  readonly isImported?: boolean;
  /** `ec` makes a P-256 key. @default `rsa` */
  readonly kind?: 'rsa' | 'ec';
}

const triplets: Readonly<Record<string, string>> = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };
const folders = [`/usr/lib/${triplets[process.arch]}`, '/usr/lib64', '/usr/lib'];
const engines = folders.map((folder) => `${folder}/engines-3`).find((folder) => existsSync(`${folder}/pkcs11.so`));
const module = folders.map((folder) => `${folder}/softhsm/libsofthsm2.so`).find(existsSync);

/** Why suites that need a token are skipped, or false where everything is there. */
export const softTokenMissing: string | false = findMissing();

function findMissing(): string | false {
  if (module === undefined || findProgram('softhsm2-util') === undefined) {
    return 'softhsm2 is not installed; run: apt-get install softhsm2';
  }
  if (engines === undefined) {
    return 'the OpenSSL engine pkcs11 is not installed; run: apt-get install libengine-pkcs11-openssl';
  }
  const isBuilt = existsSync(new URL('../../../../node_modules/pkcs11js/build/Release/pkcs11.node', import.meta.url));
  return isBuilt ? false : 'pkcs11js is not built; run: apt-get install g++ make python3 && npm install pkcs11js';
}

/**
 * Makes an empty token. Its label begins with the name and is unlike that of any other.
 *
 * The environment is for the process that uses it: PKCS#11 libraries read it when they are loaded.
 */
export function createSoftToken(name = 'holdfast test'): SoftToken {
  if (module === undefined || engines === undefined) throw new Error('see softTokenMissing');
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-token-'));
  const label = `${name} ${folder.slice(-6)}`;
  const pin = '84913276';
  const soPin = '11223344';
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${folder}/tokens\nobjectstore.backend = file\n`);
  const environment = {
    SOFTHSM2_CONF: join(folder, 'softhsm2.conf'),
    OPENSSL_ENGINES: engines,
    PKCS11_MODULE_PATH: module,
  };
  const run = (command: string, words: readonly string[]): void => {
    const { status, stderr } = spawnSync('env', [`SOFTHSM2_CONF=${environment.SOFTHSM2_CONF}`, command, ...words], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${command}: ${stderr}`);
  };
  run('softhsm2-util', ['--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', soPin]);
  return {
    module,
    label,
    pin,
    soPin,
    environment,
    makeKey(keyLabel, wishes = {}) {
      const script = join(import.meta.dirname, 'make-token-key.mjs');
      run(process.execPath, [script, JSON.stringify({ module, label, pin, keyLabel, ...wishes })]);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

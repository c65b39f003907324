import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { HoldfastError, type JwsAlgorithm, type SigningKey } from '@holdfast/core';
import { createNodeSigningKey } from '@holdfast/node';
import { InputRefused } from '../errors/input-refused.ts';
import { readTextInput } from '../reading/read-input.ts';

/** A proof key in a file, and what its owner should know about that file. */
export interface KeyFile {
  readonly key: SigningKey;
  /** Whether others than its owner may read the file; the binding is worth no more than that. */
  readonly isExposed: boolean;
}

const longestKeyFile = 16_384;

/**
 * Reads a proof key from a PEM file.
 *
 * @param alg - of an RSA key; `RS256` unless told
 * @throws {@link InputRefused} `ERR_INPUT_UNREADABLE`, `ERR_KEY_FILE_UNUSABLE`
 */
export async function readKeyFile(path: string, alg?: JwsAlgorithm | undefined): Promise<KeyFile> {
  const pem = await readTextInput(path, { name: '--key', maxBytes: longestKeyFile });
  return { key: await toSigningKey(parsePem(pem), alg), isExposed: await mayOthersRead(path) };
}

/**
 * Makes a proof key and writes it to a file that its owner alone may read. A file that is there is left alone.
 *
 * @throws {@link InputRefused} `ERR_KEY_FILE_EXISTS`, `ERR_INPUT_UNREADABLE`
 */
export async function createKeyFile(path: string, alg: JwsAlgorithm): Promise<KeyFile> {
  const { privateKey } =
    alg === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  try {
    // Created with its mode, never widened: no moment in which others could open it. O_EXCL follows no link either.
    const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      await file.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new InputRefused('ERR_KEY_FILE_EXISTS');
    throw new InputRefused('ERR_INPUT_UNREADABLE', { detail: `--key, ${String(code)}` });
  }
  return { key: await toSigningKey(privateKey, alg), isExposed: false };
}

function parsePem(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // Without a cause: it could quote what was read.
    throw new InputRefused('ERR_KEY_FILE_UNUSABLE');
  }
}

async function toSigningKey(privateKey: KeyObject, alg: JwsAlgorithm | undefined): Promise<SigningKey> {
  const isRsa = privateKey.asymmetricKeyType === 'rsa';
  try {
    return await createNodeSigningKey(alg ?? (isRsa ? 'RS256' : 'ES256'), privateKey);
  } catch (cause) {
    if (!(cause instanceof HoldfastError)) throw cause;
    throw new InputRefused('ERR_KEY_FILE_UNUSABLE', { detail: cause.code, cause });
  }
}

/** Whether others than its owner may read a file; stdin is nobody else's. */
export async function mayOthersRead(path: string): Promise<boolean> {
  if (process.platform === 'win32' || path === '-') return false;
  const { mode } = await stat(path);
  return (mode & 0o077) !== 0;
}

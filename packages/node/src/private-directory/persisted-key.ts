import { createPrivateKey, KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { createNodeSigningKey } from '../keys/node-signing-key.ts';
import { buildMachineKey } from '../machine-key/build-machine-key.ts';
import { createKeptKey } from '../machine-key/kept-key.ts';
import type { MachineKey, MachineKeyProvider } from '../machine-key/machine-key.ts';
import { createSoftwareKeyProvider } from '../machine-key/software-key.ts';
import {
  codeOf,
  createPrivateFile,
  openPrivateDirectory,
  readPrivateFile,
  replacePrivateFile,
} from './private-file.ts';

/** Told what went wrong with the file; the key is then in memory only. */
export type KeyFileTrouble = (operation: 'read' | 'content' | 'write', code: string | undefined) => void;

const fileName = 'machine-key.pem';

/**
 * Makes a provider of a software key that lies in a directory, for all processes that share it: PKCS#8 in PEM, mode 0600, not encrypted.
 *
 * Of two processes that make it at the same time one does, and both use that. A file that cannot be used is replaced; a directory that cannot be
 * used costs the next process its key, and this one nothing.
 */
export function createPersistedKeyProvider(directory: string, onTrouble: KeyFileTrouble): MachineKeyProvider {
  const { current, close } = createKeptKey({ open: () => openKey(directory, onTrouble) });
  return Object.freeze({ current, close });
}

async function openKey(directory: string, onTrouble: KeyFileTrouble): Promise<MachineKey> {
  const path = join(directory, fileName);
  const found = await readKey(directory, onTrouble);
  if (found instanceof KeyObject) return build(found);
  const made = await createSoftwareKeyProvider().current();
  if (found === 'unreachable' || !(made.tlsKey instanceof KeyObject)) return made;
  const pem = made.tlsKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  try {
    if (found === 'unusable') await replacePrivateFile(path, pem);
    else if (!(await createPrivateFile(path, pem))) {
      const others = await readKey(directory, onTrouble);
      return others instanceof KeyObject ? await build(others) : made;
    }
  } catch (error) {
    onTrouble('write', codeOf(error));
  }
  return made;
}

async function readKey(
  directory: string,
  onTrouble: KeyFileTrouble,
): Promise<KeyObject | 'missing' | 'unusable' | 'unreachable'> {
  let pem: string | undefined;
  try {
    await openPrivateDirectory(directory);
    pem = await readPrivateFile(join(directory, fileName));
  } catch (error) {
    onTrouble('read', codeOf(error));
    return 'unreachable';
  }
  if (pem === undefined) return 'missing';
  try {
    const key = createPrivateKey(pem);
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
    if (type === 'rsa' && (details?.modulusLength ?? 0) >= 2048) return key;
  } catch {
    // Its message may quote what it was given.
  }
  onTrouble('content', undefined);
  return 'unusable';
}

async function build(key: KeyObject): Promise<MachineKey> {
  return buildMachineKey({ strength: 'InMemory', signingKey: await createNodeSigningKey('PS256', key), tlsKey: key });
}

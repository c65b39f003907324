import { chmod, lstat, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HoldfastError } from '@holdfast/core';
import { DataForeign, DataUnusable } from '../errors/data-errors.ts';
import type { DataStore } from './data-store.ts';
import { type LockFile, takeLockFile } from './lock-file.ts';
import { writeAtomically } from './write-atomically.ts';

const markFile = 'holdfast-data.json';
/** Name of the file that the process with the directory holds. */
export const lockFileName = 'lock';

/**
 * Opens the data directory and locks it: mode 0700, files 0600, a `.gitignore` that hides all of it.
 *
 * A directory that already holds somebody else's files is refused, because the `.gitignore` and the mode would change what they mean.
 *
 * @param path - created when it does not exist
 * @throws {@link DataLocked} | {@link DataForeign} | {@link DataUnusable}
 */
export async function openDataDirectory(path: string): Promise<DataStore> {
  const root = resolve(path);
  const lock = await prepare(root).catch((error: unknown) => {
    throw error instanceof HoldfastError ? error : new DataUnusable(error);
  });
  return {
    read: async (name) => {
      await refuseLinkedFolders(root, name);
      return readIfThere(join(root, name));
    },
    write: async (name, text) => {
      await refuseLinkedFolders(root, name);
      const target = join(root, name);
      try {
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await writeAtomically(target, text);
      } catch (error) {
        throw new DataUnusable(error);
      }
    },
    pathOf: (name) => join(root, name),
    close: () => lock.release(),
  };
}

async function prepare(root: string): Promise<LockFile> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const present = await readdir(root);
  if (present.length > 0 && !present.includes(markFile) && present.some((name) => !name.startsWith(lockFileName))) {
    throw new DataForeign();
  }
  await chmod(root, 0o700);
  const lock = await takeLockFile(join(root, lockFileName));
  try {
    await writeAtomically(join(root, markFile), '{"format":1}\n');
    await writeAtomically(join(root, '.gitignore'), '*\n');
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

// A link in the place of a folder would take private keys to where its maker wants them, or bring his.
async function refuseLinkedFolders(root: string, name: string): Promise<void> {
  const folders = name.split('/').slice(0, -1);
  for (const [index] of folders.entries()) {
    const folder = await lstat(join(root, ...folders.slice(0, index + 1))).catch(() => undefined);
    if (folder?.isSymbolicLink()) throw new DataForeign();
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new DataUnusable(error);
  }
}

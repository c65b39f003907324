import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataUnusable, writeAtomically } from '@holdfast/authority';
import { type AdminDoor, adminDoorFile, buildDoorText } from './admin-door.ts';

/**
 * Writes the door of this process into its data directory, readable by its owner only, for the commands that are run beside it.
 *
 * @returns takes the file away again
 * @throws {@link DataUnusable}
 */
export async function keepAdminDoor(dataDirectory: string, door: AdminDoor): Promise<() => Promise<void>> {
  const path = join(dataDirectory, adminDoorFile);
  try {
    await writeAtomically(path, buildDoorText({ ...door, pid: process.pid }));
  } catch (cause) {
    throw new DataUnusable(cause);
  }
  return () => rm(path, { force: true });
}

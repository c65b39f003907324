import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Finds an installed program by its name. Every test file asks for what a few of them start, so nothing is run to know it.
 *
 * Not checked: that it works.
 *
 * @returns its path; undefined where it is not installed
 */
export function findProgram(name: string): string | undefined {
  // Debian puts some where only root looks for programs.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

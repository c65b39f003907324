import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = process.env['HOLDFAST_VECTORS'] ?? resolve(import.meta.dirname, '../../../../../shared/vectors');

/**
 * Finds a file of test vectors recorded from other implementations. They are read in place and are no part of the repository.
 *
 * @param file - file name in the folder `HOLDFAST_VECTORS`, or else in `../shared/vectors` beside the repository
 * @returns the parsed JSON; `undefined` when the file is not there, so that its tests are skipped by name
 */
export function findVectors<V>(file: string): V | undefined {
  const path = resolve(folder, file);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as V) : undefined;
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFileName } from './data-directory.ts';
import { isSameLivingProcess, parseProcessMark } from './process-mark.ts';

/**
 * Tells which process serves from a data directory now.
 *
 * Not checked: that what lies in the directory was written by it.
 *
 * @param path - the data directory
 * @returns its number; undefined when the directory is not there, or is free
 *
 * @example
 * ```ts
 * import { readDataHolder } from '@holdfast/authority';
 *
 * const holder = await readDataHolder('.holdfast');
 * console.log(holder === undefined ? 'nothing runs here' : `process ${holder.pid}`);
 * ```
 */
export async function readDataHolder(path: string): Promise<{ readonly pid: number } | undefined> {
  const text = await readFile(join(path, lockFileName), 'utf8').catch(() => '');
  const mark = parseProcessMark(text);
  return mark !== undefined && (await isSameLivingProcess(mark)) ? { pid: mark.pid } : undefined;
}

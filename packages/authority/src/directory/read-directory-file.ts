import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DirectoryUnreadable } from '../errors/directory-errors.ts';
import type { DirectoryConfiguration } from './configuration.ts';
import { parseDirectory } from './parse-directory.ts';

/**
 * Reads a configuration file, and the certificate files it names.
 *
 * @param path - a YAML file; the certificate files it names are looked for beside it
 * @throws {@link DirectoryUnreadable} `ERR_DIRECTORY_UNREADABLE`
 * @throws {@link DirectoryInvalid} `ERR_DIRECTORY_INVALID`
 *
 * @example
 * ```ts
 * import { createAuthority, readDirectoryFile } from '@holdfast/authority';
 *
 * const authority = await createAuthority({ directory: readDirectoryFile('holdfast.yaml') });
 * ```
 */
export function readDirectoryFile(path: string): DirectoryConfiguration {
  const folder = dirname(resolve(path));
  return parseDirectory(readText(path), {
    file: path,
    readFile: (file) => readFileSync(resolve(folder, file), 'utf8'),
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new DirectoryUnreadable(path, error);
  }
}

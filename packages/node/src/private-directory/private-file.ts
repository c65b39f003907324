import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const mostBytes = 65_536;
const privateMode = 0o600;

/** What is in the place of a private file or directory could have been written, or could be read, by somebody else: as the system has it for what must not be done. */
function notPrivate(): Error {
  return Object.assign(new Error('not ours alone'), { code: 'EPERM' });
}

/**
 * Makes a directory in one that exists, or looks whether the one that is there is ours alone to write to.
 *
 * Not checked: the directories above it.
 *
 * @throws whatever the file system throws; an error with the code `EPERM` for what is not ours alone
 */
export async function openPrivateDirectory(path: string): Promise<void> {
  // Not `recursive`: in a file system that refuses new directories as if the one above were missing, Node would try for ever.
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  const { mode, uid } = await lstat(path);
  // A link is no directory here: whoever made it could turn it elsewhere.
  const isDirectory = (mode & constants.S_IFMT) === constants.S_IFDIR;
  if (!isDirectory || (isPosix && (uid !== process.getuid?.() || (mode & 0o022) !== 0))) throw notPrivate();
}

const isPosix = process.platform !== 'win32';

/**
 * Reads a file that is ours and that nobody else may read or write.
 *
 * @returns undefined where there is none
 * @throws whatever the file system throws; an error with the code `EPERM` for what is not ours alone
 */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  let file: FileHandle;
  try {
    // Without O_NONBLOCK a pipe in its place would be waited for.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { mode, uid, size } = await file.stat();
    const isFile = (mode & constants.S_IFMT) === constants.S_IFREG && size <= mostBytes;
    if (!isFile || (isPosix && (uid !== process.getuid?.() || (mode & 0o077) !== 0))) throw notPrivate();
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Puts a file in the place of another, whole or not at all: whoever reads meanwhile gets the one or the other. */
export async function replacePrivateFile(path: string, text: string): Promise<void> {
  await withNewFile(path, text, (made) => rename(made, path));
}

/** Makes a file, whole or not at all. @returns false where there is one already, which stays */
export async function createPrivateFile(path: string, text: string): Promise<boolean> {
  return withNewFile(path, text, async (made) => {
    try {
      await link(made, path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

async function withNewFile<T>(path: string, text: string, place: (made: string) => Promise<T>): Promise<T> {
  const made = join(path, '..', `.${randomBytes(12).toString('hex')}.tmp`);
  try {
    const file = await open(made, 'wx', privateMode);
    try {
      await file.writeFile(text);
      // Else a machine that stops may come back with the name and without the content.
      await file.sync();
    } finally {
      await file.close();
    }
    return await place(made);
  } finally {
    await unlink(made).catch(() => undefined);
  }
}

/** The code of a system error, such as `EACCES`; undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9]{2,20}$/.test(code) ? code : undefined;
}

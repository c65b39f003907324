import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DataLocked } from '../errors/data-errors.ts';
import { describeOwnProcess, isSameLivingProcess, type ProcessMark, parseProcessMark } from './process-mark.ts';

/** A lock that this process holds. */
export interface LockFile {
  release(): Promise<void>;
}

const mostRounds = 20;
const asideSuffix = '.stale';

/**
 * Takes a lock file, or says who holds it. The lock of a process that is gone is taken over.
 *
 * @throws {@link DataLocked}
 */
export async function takeLockFile(path: string): Promise<LockFile> {
  const own = `${JSON.stringify({ ...(await describeOwnProcess()), ticket: randomUUID() })}\n`;
  let displacedBy = 0;
  // A few rounds: another process may take or give back the lock between two of our steps.
  for (let round = 0; round < mostRounds; round += 1) {
    if (await placeLock(path, own)) {
      const displaced = await findDisplacedHolder(path, own);
      if (displaced === undefined) return { release: () => releaseLock(path, own) };
      displacedBy = displaced.pid;
      await releaseLock(path, own);
      await wait(Math.random() * 20);
      continue;
    }
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (holder.mark !== undefined && (await isSameLivingProcess(holder.mark))) throw new DataLocked(holder.mark.pid);
    await removeStaleLock(path, holder.text);
  }
  throw new DataLocked(displacedBy);
}

// A hard link appears with its full content or not at all, so nobody ever reads a half-written lock.
async function placeLock(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function readHolder(path: string): Promise<{ text: string; mark: ProcessMark | undefined } | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, mark: parseProcessMark(text) };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

// Moved aside first: if somebody else was quicker and this is already a live lock, it is put back.
async function removeStaleLock(path: string, staleText: string): Promise<void> {
  const aside = `${path}.${randomUUID()}${asideSuffix}`;
  try {
    await rename(path, aside);
    const isStale = (await readFile(aside, 'utf8')) === staleText;
    if (isStale || (await putBack(aside, path))) await rm(aside, { force: true });
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

// Whoever took the free place meanwhile sees what was moved aside, and makes room again. Until then the file aside is the lock.
async function putBack(aside: string, path: string): Promise<boolean> {
  for (let round = 0; round < 200; round += 1) {
    try {
      await link(aside, path);
      return true;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      await wait(5);
    }
  }
  return false;
}

/** Finds the living process whose lock somebody has moved aside, taking it for a stale one. */
async function findDisplacedHolder(path: string, own: string): Promise<ProcessMark | undefined> {
  for (const aside of await listAside(path)) {
    const holder = await readHolder(aside);
    const isOther = holder !== undefined && holder.text !== own;
    if (isOther && holder.mark !== undefined && (await isSameLivingProcess(holder.mark))) return holder.mark;
  }
  return undefined;
}

async function listAside(path: string): Promise<readonly string[]> {
  const start = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(start) && name.endsWith(asideSuffix))
    .map((name) => join(dirname(path), name));
}

// Aside first: from there it could still be put back.
async function releaseLock(path: string, own: string): Promise<void> {
  for (const place of [...(await listAside(path)), path]) {
    const holder = await readHolder(place);
    if (holder?.text === own) await rm(place, { force: true });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

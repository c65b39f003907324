import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { DataLocked } from '../errors/data-errors.ts';
import { describeOwnProcess, isSameLivingProcess, type ProcessMark, parseProcessMark } from './process-mark.ts';

/** A lock that this process holds. */
export interface LockFile {
  release(): Promise<void>;
}

/**
 * Takes a lock file, or says who holds it. The lock of a process that is gone is taken over.
 *
 * @throws {@link DataLocked}
 */
export async function takeLockFile(path: string): Promise<LockFile> {
  const own = `${JSON.stringify({ ...(await describeOwnProcess()), ticket: randomUUID() })}\n`;
  // A few rounds: another process may take or give back the lock between two of our steps.
  for (let round = 0; round < 5; round += 1) {
    if (await placeLock(path, own)) return { release: () => releaseLock(path, own) };
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (holder.mark !== undefined && (await isSameLivingProcess(holder.mark))) throw new DataLocked(holder.mark.pid);
    await removeStaleLock(path, holder.text);
  }
  throw new DataLocked(0);
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
  const aside = `${path}.${randomUUID()}.stale`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== staleText) await link(aside, path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function releaseLock(path: string, own: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder?.text === own) await rm(path, { force: true });
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

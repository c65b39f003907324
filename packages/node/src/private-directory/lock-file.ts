import { randomBytes } from 'node:crypto';
import { type FileHandle, lstat, open, rename, unlink } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf, readPrivateFile } from './private-file.ts';

/** How long things take; tests take less. */
export interface LockTimes {
  /** How old a lock is when its owner must be gone, in milliseconds. */
  readonly staleMs: number;
  /** How often an owner says that it is there. */
  readonly beatMs: number;
  /** How long another's lock is waited for. */
  readonly waitMs: number;
  /** How often it is looked for. */
  readonly lookMs: number;
}

const defaults: LockTimes = { staleMs: 30_000, beatMs: 5000, waitMs: 15_000, lookMs: 100 };

/** Lets go of a lock. */
export type LockRelease = () => Promise<void>;

/**
 * Takes a lock between the processes that share a directory.
 *
 * A lock whose owner was killed is taken over: at once where its process is gone, else when it has not been renewed for half a minute. Two who
 * take over at the same moment may both succeed, and so does whoever has waited long enough: the lock saves work, and nothing may depend on it
 * for being right.
 *
 * @returns undefined when another process keeps it for longer than this one waits
 * @throws the reason of the signal, and whatever the file system throws
 */
export async function takeLock(
  path: string,
  signal: AbortSignal,
  times: LockTimes = defaults,
): Promise<LockRelease | undefined> {
  const until = performance.now() + times.waitMs;
  for (;;) {
    signal.throwIfAborted();
    const file = await create(path);
    if (file !== undefined) return hold(file, path, times.beatMs);
    if (await isStale(path, times.staleMs)) await takeAway(path);
    else if (performance.now() > until) return undefined;
    else await wait(times.lookMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

async function create(path: string): Promise<FileHandle | undefined> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`${process.pid}\n`);
    return file;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

function hold(file: FileHandle, path: string, beatMs: number): LockRelease {
  const beat = setInterval(() => {
    const now = new Date();
    void file.utimes(now, now).catch(() => undefined);
  }, beatMs);
  beat.unref();
  return async () => {
    clearInterval(beat);
    const { ino } = await file.stat();
    await file.close();
    const there = await lstat(path).catch(() => undefined);
    // It may have been taken over meanwhile; then it is another's.
    if (there?.ino === ino) await unlink(path).catch(() => undefined);
  };
}

async function isStale(path: string, staleMs: number): Promise<boolean> {
  try {
    const { mtimeMs } = await lstat(path);
    // A clock that was set back makes locks of the future, of which nobody knows how old they are.
    if (Math.abs(Date.now() - mtimeMs) > staleMs) return true;
    const pid = Number.parseInt((await readPrivateFile(path)) ?? '', 10);
    return pid > 0 && isGone(pid);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

// Renamed first: of two who want to take it away only one finds it.
async function takeAway(path: string): Promise<void> {
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(path, aside);
    await unlink(aside);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

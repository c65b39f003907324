import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const beatMs = 2_000;
const staleMs = 30_000;
const pollMs = 250;

/** Runs `work` while no other set-up works in this folder; a lock whose owner has died is taken over. */
export async function withSetUpLock(folder, { work, onWait }) {
  // Beside node_modules, not inside it: an install empties that folder.
  const file = join(folder, '.setup-lock');
  const token = `${hostname()} ${process.pid} ${Date.now()}`;
  for (let waits = 0; !tryTake(file, token); ) {
    if (breakIfDead(file)) continue;
    if (waits === 0) onWait();
    waits += 1;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const release = () => readText(file) === token && rmSync(file, { force: true });
  const beat = setInterval(() => touch(file), beatMs);
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.removeListener('exit', release);
    release();
  }
}

function tryTake(file, token) {
  try {
    writeFileSync(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function breakIfDead(file) {
  const seen = readText(file);
  if (seen === undefined || !isDead(file, seen)) return false;
  // Two waiters may come here together: the rename lets one of them win, and a lock that turns out to be a newer one is put back.
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    if (readText(aside) !== seen) linkSync(aside, file);
  } catch {
    // The other waiter was faster.
  }
  rmSync(aside, { force: true });
  return true;
}

function isDead(file, token) {
  const [host, pid] = token.split(' ');
  try {
    if (Date.now() - statSync(file).mtimeMs > staleMs) return true;
    if (host === hostname() && Number(pid) > 0) process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Taken over while this process was suspended: the install goes on, and the stamp decides.
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

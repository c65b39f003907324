import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DataLocked } from '../../src/errors/data-errors.ts';
import { takeLockFile } from '../../src/storage/lock-file.ts';
import { describeOwnProcess, isSameLivingProcess, parseProcessMark } from '../../src/storage/process-mark.ts';

const onLinux = process.platform === 'linux' ? {} : { skip: 'Linux tells the state of a process under /proc' };

describe('a lock file', () => {
  let root = '';
  let made = 0;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'authority-lock-'));
  });
  after(() => rm(root, { recursive: true, force: true }));
  const fresh = (): string => {
    made += 1;
    return join(root, `lock-${made}`);
  };
  const isLockedBy = (pid: number) => (error: unknown) => error instanceof DataLocked && error.pid === pid;

  it('of another process that lives is respected, and taken over when it has died', async () => {
    const path = fresh();
    const room = new URL('../../src/storage/lock-file.ts', import.meta.url).href;
    const script = `const { takeLockFile } = await import(${JSON.stringify(room)}); await takeLockFile(${JSON.stringify(path)}); console.log('taken'); setInterval(() => {}, 1e6);`;
    const other = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', script]);
    await once(other.stdout, 'data');
    await assert.rejects(takeLockFile(path), isLockedBy(other.pid!));
    other.kill('SIGKILL');
    await once(other, 'exit');
    const lock = await takeLockFile(path);
    assert.equal(parseProcessMark(await readFile(path, 'utf8'))?.pid, process.pid);
    await lock.release();
    assert.equal((await readdir(root)).length, 0);
  });

  it('of a process that was killed and that nobody has asked about is stale', onLinux, async () => {
    // The shell becomes a program that never asks how its child ended.
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const hasStat = async (pid: number, fits: RegExp): Promise<void> => {
      while (!fits.test(await readFile(`/proc/${pid}/stat`, 'utf8'))) await new Promise(setImmediate);
    };
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString());
      await hasStat(parent.pid!, /\(sleep\)/);
      process.kill(pid, 'SIGKILL');
      await hasStat(pid, /\) Z /);
      const path = fresh();
      await writeFile(path, JSON.stringify({ pid }));
      await (await takeLockFile(path)).release();
    } finally {
      parent.kill('SIGKILL');
      await once(parent, 'exit');
    }
  });

  it('of an earlier process with our number is stale, as in a container that starts again', async () => {
    const path = fresh();
    const own = await describeOwnProcess();
    await writeFile(path, JSON.stringify({ ...own, startedAtTicks: '1' }));
    if (own.startedAtTicks === undefined) return await assert.rejects(takeLockFile(path), DataLocked);
    await (await takeLockFile(path)).release();
  });

  it('that is not readable as one is stale', async () => {
    for (const text of ['', '{', '{"pid":-1}', '{"pid":"x"}', 'null']) {
      const path = fresh();
      await writeFile(path, text);
      await (await takeLockFile(path)).release();
    }
  });

  it('is taken over by exactly one of many', async () => {
    for (let round = 0; round < 20; round += 1) {
      const path = fresh();
      await writeFile(path, '{"pid":999999999}');
      const tries = await Promise.allSettled(Array.from({ length: 10 }, () => takeLockFile(path)));
      assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1);
    }
  });

  it('that somebody has moved aside, taking it for a stale one, is still a lock', async () => {
    const path = fresh();
    const aside = `${path}.1234.stale`;
    await writeFile(aside, '{"pid":1}');
    await assert.rejects(takeLockFile(path), isLockedBy(1));
    // Room is made for whoever puts it back.
    await rename(aside, path);
    await assert.rejects(takeLockFile(path), isLockedBy(1));
  });

  it('that was moved aside is given back from there, and a stale one there means nothing', async () => {
    const path = fresh();
    const lock = await takeLockFile(path);
    await rename(path, `${path}.1.stale`);
    await lock.release();
    await writeFile(`${path}.2.stale`, '{"pid":999999999}');
    await (await takeLockFile(path)).release();
    assert.deepEqual(
      (await readdir(root)).filter((name) => name.startsWith(basename(path))),
      [`${basename(path)}.2.stale`],
    );
  });

  it('is given back only by who holds it', async () => {
    const path = fresh();
    const lock = await takeLockFile(path);
    await writeFile(path, 'somebody else');
    await lock.release();
    assert.equal(await readFile(path, 'utf8'), 'somebody else');
  });

  it('knows the living from the dead', async () => {
    assert.equal(await isSameLivingProcess(await describeOwnProcess()), true);
    assert.equal(await isSameLivingProcess({ pid: 999_999_999 }), false);
    assert.equal(await isSameLivingProcess({ pid: 1 }), true);
  });
});

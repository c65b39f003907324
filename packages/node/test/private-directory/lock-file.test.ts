import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { type LockTimes, takeLock } from '../../src/private-directory/lock-file.ts';

const directory = await mkdtemp(join(tmpdir(), 'holdfast-lock-file-'));
after(() => rm(directory, { recursive: true, force: true }));

const never = new AbortController().signal;
const times: LockTimes = { staleMs: 30_000, beatMs: 5000, waitMs: 50, lookMs: 5 };
const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Number of a process that has ended. */
const gone = spawnSync(process.execPath, ['-e', '']).pid;

suite('a lock between the processes that share a directory', () => {
  test('one has it, the next waits and goes without; what is let go is there for the next', async () => {
    const path = join(directory, 'held');
    const release = await takeLock(path, never, times);
    assert.ok(release);
    assert.equal(await takeLock(path, never, times), undefined);
    await release();
    assert.equal(await isThere(path), false);
    const again = await takeLock(path, never, times);
    assert.ok(again);
    await again();
  });

  test('whoever waits has it as soon as it is let go', async () => {
    const path = join(directory, 'waited-for');
    const release = await takeLock(path, never, times);
    const next = takeLock(path, never, { ...times, waitMs: 30_000 });
    await release?.();
    const taken = await next;
    assert.ok(taken);
    await taken();
  });

  test('the lock of a process that is gone is taken over at once', async () => {
    const path = join(directory, 'of-the-dead');
    await writeFile(path, `${gone}\n`, { mode: 0o600 });
    const release = await takeLock(path, never, times);
    assert.ok(release);
    await release();
  });

  for (const [name, offsetMs] of [
    ['that nobody has renewed', -31_000],
    ['of the future, from before the clock was set back', 31_000],
  ] as const) {
    test(`a lock ${name} is taken over, whoever has it`, async () => {
      const path = join(directory, `old${offsetMs}`);
      await writeFile(path, `${process.pid}\n`, { mode: 0o600 });
      const at = new Date(Date.now() + offsetMs);
      await utimes(path, at, at);
      const release = await takeLock(path, never, times);
      assert.ok(release);
      await release();
    });
  }

  test('its owner says that it is there', async () => {
    const path = join(directory, 'beating');
    const release = await takeLock(path, never, { ...times, beatMs: 5 });
    const at = new Date(Date.now() - 31_000);
    await utimes(path, at, at);
    const until = Date.now() + 10_000;
    while ((await stat(path)).mtimeMs < Date.now() - 20_000 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(await takeLock(path, never, times), undefined);
    await release?.();
  });

  test('who lost it meanwhile does not take it from the one who has it', async () => {
    const path = join(directory, 'lost');
    const release = await takeLock(path, never, times);
    await unlink(path);
    const others = await takeLock(path, never, times);
    assert.ok(others);
    await release?.();
    assert.equal(await isThere(path), true);
    await others();
    assert.equal(await isThere(path), false);
  });

  test('who leaves does not wait any longer', async () => {
    const path = join(directory, 'left');
    const release = await takeLock(path, never, times);
    const leaving = new AbortController();
    const waiting = takeLock(path, leaving.signal, { ...times, waitMs: 30_000, lookMs: 30_000 });
    const reason = new Error('left');
    setTimeout(() => leaving.abort(reason), 10);
    await assert.rejects(waiting, reason);
    await release?.();
  });
});

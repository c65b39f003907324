import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandLine, temporaryFolder } from '../support/holdfast-process.ts';

const noFifo =
  spawnSync('mkfifo', ['--version']).status === 0 ? false : 'mkfifo is not installed; run: apt-get install coreutils';

test('a start that hangs is ended by a signal, within two seconds', { skip: noFifo, timeout: 20_000 }, async (t) => {
  const folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  await mkdir(data, { mode: 0o700 });
  await writeFile(join(data, 'holdfast-data.json'), '{"version":1}');
  // Reading a FIFO that nobody writes to never ends.
  spawnSync('mkfifo', [join(data, 'lock')]);
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const parameters = [commandLine, 'up', '--json', '--port-base', '0', '--data', data];
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'], env });
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  const early = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1_500))]);
  assert.equal(early, undefined, 'the start was expected to hang');
  const asked = performance.now();
  child.kill('SIGTERM');
  await ended;
  assert.ok(performance.now() - asked < 6_000, 'on a busy machine too');
  await folder.remove();
});

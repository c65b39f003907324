import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { commandLine, temporaryFolder } from '../support/holdfast-process.ts';

test('a reader of stdout that went away before the ready line does not end the services', async () => {
  const folder = await temporaryFolder();
  const parameters = [commandLine, 'up', '--json', '--port-base', '0', '--data', folder.path];
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env });
  child.stdout?.destroy();
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'exit');
  // The env file is written last, right before the line.
  const { watch } = await import('node:fs/promises');
  const appeared = (async () => {
    for await (const { filename } of watch(folder.path)) if (filename === 'env') return 'ready';
    return 'nothing';
  })();
  assert.equal(await Promise.race([appeared, ended.then(() => 'ended')]), 'ready', stderr);
  child.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /EPIPE/);
  await folder.remove();
});

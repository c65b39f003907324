import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { suite, test } from 'node:test';
import { promisify } from 'node:util';
import { cleanEnvironment } from '../support/holdfast-process.ts';

const run = promisify(execFile);
const room = new URL('../../src/call/show-response.ts', import.meta.url).href;

/** Shows an answer in a process of its own whose stdout says that it is a terminal, or that it is none. */
async function show(body: string, isTerminal: boolean): Promise<Readonly<Record<'stdout' | 'stderr', string>>> {
  const program = `
    import { showResponse } from ${JSON.stringify(room)};
    process.stdout.isTTY = ${isTerminal};
    const headers = { 'x-note': 'a\\u009b31m' };
    await showResponse(new Response(${body}, { headers }), { include: true, json: false, steps: [] });
  `;
  const flags = ['--conditions=source', '--input-type=module', '-e', program];
  return run(process.execPath, flags, { env: cleanEnvironment() });
}

suite('an answer on a terminal', () => {
  test('controls of the API are shown, not obeyed', async () => {
    const { stdout } = await show(JSON.stringify('\u001b]0;owned\u0007first\r\nsecond'), true);
    assert.ok(stdout.startsWith('HTTP/1.1 200\n'));
    assert.match(stdout, /^x-note: a\\u009b31m$/m);
    assert.ok(stdout.endsWith('\n\n\\u001b]0;owned\\u0007first\nsecond\n'));
  });

  test('bytes that are no text are counted instead', async () => {
    const { stdout, stderr } = await show('new Uint8Array([0, 1, 255])', true);
    assert.match(stdout, /\n\n$/);
    assert.match(stderr, /3 bytes that are no text/);
  });

  test('a file or a pipe gets every byte as it came', async () => {
    const { stdout } = await show(JSON.stringify('\u001b[31mred'), false);
    assert.ok(stdout.endsWith('\n\n\u001b[31mred'));
  });
});

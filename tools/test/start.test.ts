import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { copyRepository } from './copied-repository.ts';

// Stands in for the command line: says what it was asked, and `up` stays until it gets a signal.
const commandStandIn = `
const [command, ...parameters] = process.argv.slice(2);
process.on('SIGTERM', () => { console.log(command + ' got SIGTERM'); process.exit(command === 'up' ? 0 : 3); });
console.log([command, ...parameters].join(' '));
const wanted = process.env['EXIT_' + command.toUpperCase()];
if (wanted === 'never') setInterval(() => {}, 1000);
else process.exitCode = Number(wanted ?? 0);
`;

describe('npm start', () => {
  it('runs the demo, then up with the arguments', async (t) => {
    const { done } = start(t, ['--port-base', '0']);
    assert.deepEqual(await done, { code: 0, out: 'demo\nup --port-base 0\n', err: '' });
  });

  it('does not start up when the demo fails, and gives its exit code', async (t) => {
    assert.deepEqual(await start(t, [], { EXIT_DEMO: '1' }).done, { code: 1, out: 'demo\n', err: '' });
  });

  it('gives the exit code of up', async (t) => {
    assert.equal((await start(t, [], { EXIT_UP: '3' }).done).code, 3);
  });

  it('keeps stdout for the one line of up with --json', async (t) => {
    assert.deepEqual(await start(t, ['--json']).done, { code: 0, out: 'up --json\n', err: 'demo\n' });
  });

  it('passes SIGTERM on to up and ends with its code', async (t) => {
    const { child, done } = start(t, [], { EXIT_UP: 'never' });
    child.stdout.on('data', (chunk) => String(chunk).includes('up\n') && child.kill('SIGTERM'));
    assert.deepEqual(await done, { code: 0, out: 'demo\nup\nup got SIGTERM\n', err: '' });
  });

  it('ends up when the shell of npm dies of the signal that npm gave it', {
    skip: process.platform === 'win32',
  }, async (t) => {
    const { folder } = build(t);
    // A second command keeps the shell from turning into the script.
    const shell = spawn('sh', ['-c', '"$0" tools/start.mjs; true', process.execPath], {
      cwd: folder,
      env: { ...process.env, EXIT_UP: 'never' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    shell.stdout.on('data', (chunk) => {
      out += chunk;
      if (String(chunk).includes('up\n')) shell.kill('SIGTERM');
    });
    // The pipe stays open as long as anybody is left.
    await new Promise((resolve) => shell.stdout.on('end', resolve));
    assert.equal(out, 'demo\nup\nup got SIGTERM\n');
  });

  it('does not start up after SIGTERM during the demo', async (t) => {
    const { child, done } = start(t, [], { EXIT_DEMO: 'never' });
    child.stdout.on('data', (chunk) => String(chunk).includes('demo\n') && child.kill('SIGTERM'));
    assert.deepEqual(await done, { code: 3, out: 'demo\ndemo got SIGTERM\n', err: '' });
  });

  it('says what is missing in one line', async (t) => {
    const { folder } = build(t);
    rmSync(join(folder, 'packages'), { recursive: true });
    const result = await run(folder, [], {}).done;
    assert.equal(result.code, 1);
    assert.match(result.err, /^start failed: packages\/holdfast\/bin\/holdfast\.mjs is missing\. [^\n]+\n$/);
  });
});

function start(t: TestContext, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return run(build(t).folder, parameters, environment);
}

function build(t: TestContext) {
  const folder = copyRepository(t, 'start.mjs');
  mkdirSync(join(folder, 'packages/holdfast/bin'), { recursive: true });
  writeFileSync(join(folder, 'packages/holdfast/bin/holdfast.mjs'), commandStandIn);
  return { folder };
}

function run(folder: string, parameters: readonly string[], environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(folder, 'tools/start.mjs'), ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const heard = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    heard.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    heard.err += chunk;
  });
  const done = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, ...heard }));
  });
  return { child, done };
}

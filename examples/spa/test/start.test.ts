import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { temporaryFolder } from '../../../packages/holdfast/test/support/holdfast-process.ts';
import { type RunningExample, startExample, startScript } from './start-process.ts';

suite('npm run example:spa', () => {
  let example: RunningExample;

  before(async () => {
    example = await startExample();
  });
  after(() => example?.close());

  test('says where the page is, what it talks to, and who can sign in', async () => {
    const { page, authority, api, users, browser } = example.ready;
    for (const address of [page, authority, api]) assert.equal(new URL(address).hostname, 'localhost');
    assert.equal(users[0]?.username, 'ada@contoso.example');
    assert.equal(browser, undefined);
    const response = await fetch(page);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /<title>Bound tokens in a page/);
    assert.equal((await fetch(`${page}redirect.html`)).status, 200);
  });

  test('the page is told its authority and its API, and nothing that is secret', async () => {
    const { page, authority, api, users } = example.ready;
    const text = await (await fetch(`${page}src/settings.ts`)).text();
    assert.ok(text.includes(`${authority}/`) && text.includes(api));
    for (const { password } of users) assert.equal(text.includes(password), false);
  });

  test('everything ends at SIGINT, whatever connections are held open', async () => {
    const held = await fetch(example.ready.page);
    const begun = await beginRequest(example.ready.page);
    const before = performance.now();
    const ending = await example.command.stop('SIGINT');
    assert.deepEqual(ending, { code: 0, signal: null });
    // A server that waited for the request that was begun would wait for a minute.
    assert.ok(performance.now() - before < 20_000, `${performance.now() - before} ms`);
    begun.destroy();
    await held.body?.cancel();
    for (const address of [example.ready.page, example.ready.authority, example.ready.api]) {
      await assert.rejects(fetch(address), (error: Error) => /ECONNREFUSED/.test(JSON.stringify(error.cause)));
    }
  });
});

/** Opens a connection, and sends the first line of a request. */
async function beginRequest(address: string): Promise<Socket> {
  const { hostname: host, port } = new URL(address);
  const socket = connect({ host, port: Number(port) });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  await new Promise<void>((resolve) => socket.write('GET / HTTP/1.1\r\n', () => resolve()));
  return socket;
}

const noFifo =
  spawnSync('mkfifo', ['--version']).status === 0 ? false : 'mkfifo is not installed; run: apt-get install coreutils';

test('npm run example:spa, stopped before it is ready, ends without a word', { skip: noFifo }, async () => {
  const folder = await temporaryFolder();
  // holdfast up waits for what nobody writes into its lock, and so is never ready.
  const lock = join(folder.path, 'lock');
  spawnSync('mkfifo', [lock]);
  await writeFile(join(folder.path, 'holdfast-data.json'), '{"version":1}');
  const command = startScript(['--json', '--no-open', '--port', '0', '--port-base', '0', '--data', folder.path]);
  try {
    const writer = await openOnceRead(lock);
    assert.deepEqual(await command.stop('SIGTERM'), { code: 0, signal: null });
    assert.deepEqual(command.stdout, []);
    closeSync(writer);
  } finally {
    command.child.kill('SIGKILL');
    await folder.remove();
  }
});

/** Opens a FIFO for writing as soon as somebody reads it. */
async function openOnceRead(file: string): Promise<number> {
  for (;;) {
    try {
      return openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

suite('npm run example:spa says why it does not start', () => {
  async function refusalOf(parameters: readonly string[]) {
    const command = startScript(['--json', '--no-open', ...parameters]);
    const { code: exitCode } = await command.ended;
    assert.equal(command.stdout.length, 1, command.stderr.join('\n'));
    const said = JSON.parse(command.stdout[0] ?? '') as {
      readonly ready: boolean;
      readonly code: string;
      readonly mend: string;
    };
    assert.equal(said.ready, false);
    assert.ok(command.stderr.some((line) => line.includes(said.mend)));
    return [exitCode, said.code];
  }

  test('a taken port of the page: exit code 3', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen({ port: 0, host: 'localhost' }, resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      assert.deepEqual(await refusalOf(['--port', `${port}`]), [3, 'ERR_EXAMPLE_PORT']);
    } finally {
      server.close();
    }
  });

  test('what holdfast up says when it cannot start is passed on, with its exit code', async () => {
    const folder = await temporaryFolder();
    const other = await startExample(['--no-open', '--data', folder.path]);
    try {
      const parameters = ['--port', '0', '--port-base', '0', '--data', folder.path];
      assert.deepEqual(await refusalOf(parameters), [5, 'ERR_DATA_LOCKED']);
    } finally {
      await other.close();
      await folder.remove();
    }
  });

  test('a command line that is not understood: exit code 2', async () => {
    assert.deepEqual(await refusalOf(['--prot', '1']), [2, 'ERR_EXAMPLE_USAGE']);
    assert.deepEqual(await refusalOf(['--port', '80']), [2, 'ERR_EXAMPLE_USAGE']);
  });
});

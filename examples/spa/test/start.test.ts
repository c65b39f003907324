import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
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

  test('everything ends within two seconds of SIGINT, connections held open', async () => {
    const held = await fetch(example.ready.page);
    const before = Date.now();
    const ending = await example.command.stop('SIGINT');
    assert.deepEqual(ending, { code: 0, signal: null });
    assert.ok(Date.now() - before < 2_500, `${Date.now() - before} ms`);
    await held.body?.cancel();
    for (const address of [example.ready.page, example.ready.authority, example.ready.api]) {
      await assert.rejects(fetch(address), (error: Error) => /ECONNREFUSED/.test(JSON.stringify(error.cause)));
    }
  });
});

test('npm run example:spa, stopped before it is ready, ends at once and without a word', async () => {
  const folder = await temporaryFolder();
  try {
    const command = startScript(['--json', '--no-open', '--port', '0', '--port-base', '0', '--data', folder.path]);
    // Something is there as soon as holdfast up begins.
    while (readdirSync(folder.path).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const before = Date.now();
    assert.deepEqual(await command.stop('SIGTERM'), { code: 0, signal: null });
    assert.ok(Date.now() - before < 2_500);
    assert.deepEqual(command.stdout, []);
  } finally {
    await folder.remove();
  }
});

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

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { type CommandLines, openCommandLines } from '../support/command-lines.ts';
import { runHoldfast, startHoldfast, temporaryFolder } from '../support/holdfast-process.ts';
import { findPortBase, occupyPort } from '../support/port-base.ts';

const up = ['up', '--json', '--port-base', '0'];

interface Refusal {
  readonly ready: boolean;
  readonly code: string;
  readonly message: string;
  readonly mend: string;
}

suite('holdfast up: what stops a start', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  /** A data directory that a start has filled. */
  let filled: string;
  let commandLines: CommandLines;

  before(async () => {
    commandLines = openCommandLines();
    folder = await temporaryFolder();
    filled = join(folder.path, 'filled');
    await (await startHoldfast(['--data', filled], { keysFromStock: true })).stop();
  });
  after(async () => {
    await commandLines?.close();
    await folder?.remove();
  });

  async function refuse(parameters: readonly string[], exitCode: number): Promise<Refusal> {
    const { code, stdout, stderr, servers } = await commandLines.run([...up, ...parameters]);
    assert.equal(code, exitCode, stderr);
    assert.equal(servers, 0);
    assert.match(stdout, /^[^\n]+\n$/);
    const refusal = JSON.parse(stdout) as Refusal;
    assert.deepEqual(Object.keys(refusal), ['ready', 'code', 'message', 'mend']);
    assert.equal(refusal.ready, false);
    // One line: the cause, then the mend.
    assert.equal(stderr, `holdfast up: ${refusal.message} ${refusal.mend}\n`);
    return refusal;
  }

  // The STS comes first, then its mTLS endpoint, the admin service, then the sample API: each later one must take the earlier ones down.
  for (const [service, offset] of [
    ['the STS', 43],
    ['the mTLS endpoint', 44],
    ['IMDS', 80],
    ['MITS', 81],
    ['the admin service', 82],
    ['the sample API', 90],
    ['the sample API that asks for certificates', 91],
  ] as const) {
    test(`3 when the port of ${service} is taken; the data directory is given back`, async () => {
      const base = await findPortBase();
      const occupied = await occupyPort(base + offset);
      const data = join(folder.path, `port-${offset}`);
      await cp(filled, data, { recursive: true });
      const refusal = await refuse(['--data', data, '--port-base', String(base)], 3);
      await occupied.release();
      assert.equal(refusal.code, 'ERR_LISTEN_PORT');
      assert.match(refusal.message, new RegExp(`\\(port ${base + offset}\\)`));
      assert.equal(existsSync(join(data, 'lock')), false);
    });
  }

  test('3 when the port is taken on ::1 only', async () => {
    const base = await findPortBase();
    const occupied = await occupyPort(base + 43, '::1');
    const refusal = await refuse(['--data', filled, '--port-base', String(base)], 3);
    await occupied.release();
    assert.equal(refusal.code, 'ERR_LISTEN_PORT');
  });

  for (const file of ['identities.json', 'signing-keys.json', 'certs/ca-key.pem']) {
    test(`4 when ${file} is damaged, and the file is named and left as it is`, async () => {
      const data = join(folder.path, `damaged-${file.replaceAll('/', '-')}`);
      await cp(filled, data, { recursive: true });
      await writeFile(join(data, file), '{"format":1,');
      const refusal = await refuse(['--data', data], 4);
      assert.equal(refusal.code, 'ERR_DATA_CORRUPT');
      assert.ok(refusal.message.includes(`(${file})`), refusal.message);
      assert.equal(await readFile(join(data, file), 'utf8'), '{"format":1,');
      assert.equal(existsSync(join(data, 'lock')), false);
    });
  }

  test('2 when the directory holds files of somebody else, which stay as they are', async () => {
    const data = join(folder.path, 'foreign');
    await mkdir(data);
    await writeFile(join(data, 'thesis.txt'), 'mine');
    assert.equal((await refuse(['--data', data], 2)).code, 'ERR_DATA_FOREIGN');
    assert.equal(existsSync(join(data, '.gitignore')), false);
  });

  test('2 when the env file cannot be written', async () => {
    const data = join(folder.path, 'no-env');
    await cp(filled, data, { recursive: true });
    await rm(join(data, 'env'));
    await mkdir(join(data, 'env', 'in-the-way'), { recursive: true });
    assert.equal((await refuse(['--data', data], 2)).code, 'ERR_DATA_UNUSABLE');
    assert.equal(existsSync(join(data, 'lock')), false);
  });

  test('2 when the configuration has a mistake: file, line and column', async () => {
    const config = join(folder.path, 'mistake.yaml');
    await writeFile(
      config,
      'tenants:\n  contoso.example:\n    applications:\n      daemon: { tokenBindin: required }\n',
    );
    const data = join(folder.path, 'never');
    const refusal = await refuse(['--config', config, '--data', data], 2);
    assert.equal(refusal.code, 'ERR_DIRECTORY_INVALID');
    assert.ok(refusal.message.includes(`${config}:4:17 `), refusal.message);
    assert.equal(refusal.mend, 'Did you mean tokenBinding?');
    assert.equal(existsSync(data), false);
  });

  test('2 when the configuration is not YAML', async () => {
    const config = join(folder.path, 'broken.yaml');
    await writeFile(config, 'tenants:\n  "contoso\n');
    const refusal = await refuse(['--config', config, '--data', join(folder.path, 'never')], 2);
    assert.match(refusal.message, /broken\.yaml:\d+:\d+ /);
  });

  test('2 when the configuration is not there', async () => {
    const config = join(folder.path, 'absent.yaml');
    const refusal = await refuse(['--config', config, '--data', join(folder.path, 'never')], 2);
    assert.equal(refusal.code, 'ERR_DIRECTORY_UNREADABLE');
    assert.ok(refusal.message.includes(config));
  });

  test('2 when --redirect-uri names no application', async () => {
    const parameters = ['--redirect-uri', 'nobody=http://localhost:1/', '--data', join(folder.path, 'never')];
    assert.equal((await refuse(parameters, 2)).code, 'ERR_REDIRECT_URI_APPLICATION');
  });

  for (const address of ['javascript:alert(1)', 'http://example.com/', 'https://app.example/#fragment']) {
    test(`2 when --redirect-uri gives ${address}, as a directory file may not either`, async () => {
      const parameters = ['--redirect-uri', `spa=${address}`, '--data', join(folder.path, 'never')];
      assert.equal((await refuse(parameters, 2)).code, 'ERR_REDIRECT_URI_ADDRESS');
    });
  }

  const wrongFlags: readonly (readonly [parameters: readonly string[], says: RegExp])[] = [
    [['--prot-base', '0'], /--prot-base/],
    [['--port-base', '80'], /1024 to 65444/],
    [['--port-base', '65445'], /1024 to 65444/],
    [['--port-base', '0x2000'], /1024 to 65444/],
    [['--host', '0.0.0.0'], /loopback only/],
    [['--host', 'example.com'], /loopback only/],
    [['--redirect-uri', 'spa'], /APP=URI/],
    [['--redirect-uri', 'spa=not an address'], /APP=URI/],
    [['--data'], /--data/],
    [['and', 'more'], /too many arguments/],
  ];
  for (const [parameters, says] of wrongFlags) {
    test(`2 for ${parameters.join(' ')}`, async () => {
      const refusal = await refuse(['--data', join(folder.path, 'never'), ...parameters], 2);
      assert.equal(refusal.code, 'ERR_COMMAND_LINE');
      assert.match(refusal.message, says);
      assert.equal(existsSync(join(folder.path, 'never')), false);
    });
  }

  test('the process itself ends with the same code and says the same', async () => {
    const base = await findPortBase();
    const occupied = await occupyPort(base + 82);
    const parameters = [...up, '--data', filled, '--port-base', String(base)];
    const inProcess = await commandLines.run(parameters);
    const { code, stdout, stderr } = await runHoldfast(parameters);
    await occupied.release();
    assert.deepEqual({ code, stdout, stderr, servers: 0 }, inProcess);
    assert.equal(code, 3);
  });

  test('without --json a refusal leaves stdout empty', async () => {
    const { code, stdout, stderr } = await commandLines.run(['up', '--port-base', '80']);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^holdfast up: [^\n]+\n$/);
  });

  test('an unknown command is a mistake too; no command at all shows the help', async () => {
    const unknown = await commandLines.run(['start']);
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /^holdfast: [^\n]*unknown command 'start'[^\n]*\n$/);
    const none = await commandLines.run([]);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /^Usage: holdfast /);
    const help = await commandLines.run(['up', '--help']);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /--redirect-uri/);
  });
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

const setUpModule = new URL('../setup/set-up.mjs', import.meta.url).href;

// Stands in for npm: installs two packages from nothing and notes how it was called.
const npmStandIn = `
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
const heard = { call: process.argv.slice(2), omit: process.env.npm_config_omit, own: process.env.npm_config_registry };
appendFileSync('calls.jsonl', JSON.stringify(heard) + '\\n');
if (process.argv[2] === 'ci') {
  rmSync('node_modules', { recursive: true, force: true });
  for (const name of ['a', 'node']) {
    mkdirSync('node_modules/' + name + '/bin', { recursive: true });
    writeFileSync('node_modules/' + name + '/package.json', '{}');
  }
  await new Promise((resolve) => setTimeout(resolve, Number(process.env.NPM_TAKES_MS ?? 0)));
}
if (process.argv[2] === process.env.NODE_COMES_WITH) symlinkSync(process.execPath, 'node_modules/node/bin/node');
process.exitCode = Number(process.env.NPM_ENDS_WITH ?? 0);
`;

const lock = {
  packages: {
    '': {},
    'packages/a': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/node': { version: '24.0.0' },
    'node_modules/b': { optional: true },
  },
};

describe('set-up', () => {
  it('installs once, then has nothing to do and says nothing', async (t) => {
    const house = build(t);
    const first = await house.setUp();
    assert.equal(first.code, 0, first.said);
    assert.match(first.said, /^set-up: installing packages [^\n]+\n$/);
    const second = await house.setUp();
    assert.deepEqual([second.code, second.said, house.calls().length], [0, '', 1]);
  });

  it('asks for development packages whatever the outer npm was told, and keeps where packages come from', async (t) => {
    const house = build(t);
    await house.setUp({ NODE_ENV: 'production', npm_config_omit: 'dev', npm_config_registry: 'kept' });
    const [heard] = house.calls();
    assert.deepEqual(heard?.call, ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    assert.deepEqual([heard?.omit, heard?.own], [undefined, 'kept']);
  });

  it('installs again when the lock file changes, when a package is gone and when the stamp is missing', async (t) => {
    const house = build(t);
    await house.setUp();
    writeFileSync(join(house.folder, 'package-lock.json'), JSON.stringify({ ...lock, name: 'changed' }));
    await house.setUp();
    rmSync(join(house.folder, 'node_modules/a'), { recursive: true });
    await house.setUp();
    rmSync(join(house.folder, 'node_modules/.holdfast-setup'));
    await house.setUp();
    assert.equal(house.calls().length, 4);
  });

  it('repairs a pinned Node that does not run', async (t) => {
    const house = build(t);
    await house.setUp();
    rmSync(join(house.folder, 'node_modules/node/bin/node'));
    await house.setUp();
    assert.equal(house.calls().length, 2);
  });

  it('accepts what `npm ci` has installed by hand', async (t) => {
    const house = build(t);
    await house.setUp();
    rmSync(join(house.folder, 'node_modules/.holdfast-setup'));
    writeFileSync(join(house.folder, 'node_modules/.package-lock.json'), JSON.stringify(lock));
    const again = await house.setUp();
    assert.deepEqual([again.code, again.said, house.calls().length], [0, '', 1]);
  });

  it('does not accept another version that was installed by hand', async (t) => {
    const house = build(t);
    await house.setUp();
    rmSync(join(house.folder, 'node_modules/.holdfast-setup'));
    const other = { packages: { ...lock.packages, 'node_modules/a': { version: '0.9.0' } } };
    writeFileSync(join(house.folder, 'node_modules/.package-lock.json'), JSON.stringify(other));
    await house.setUp();
    assert.equal(house.calls().length, 2);
  });

  it('lets the second of two set-ups wait for the first', async (t) => {
    const house = build(t);
    const both = await Promise.all([house.setUp({ NPM_TAKES_MS: '500' }), house.setUp({ NPM_TAKES_MS: '500' })]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    assert.equal(house.calls().length, 1);
    assert.equal(existsSync(join(house.folder, '.setup-lock')), false);
  });

  it('takes over the lock of a set-up that died', async (t) => {
    const house = build(t);
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise((resolve) => gone.on('close', resolve));
    writeFileSync(join(house.folder, '.setup-lock'), `${hostname()} ${gone.pid} 0`);
    const { code, said } = await house.setUp();
    assert.equal(code, 0, said);
    assert.doesNotMatch(said, /waiting/);
    assert.equal(existsSync(join(house.folder, '.setup-lock')), false);
  });

  it('runs the installer of the pinned Node where install scripts are switched off', async (t) => {
    const house = build(t);
    const result = await house.setUp({ NODE_COMES_WITH: 'rebuild' });
    assert.equal(result.code, 0, result.said);
    assert.deepEqual(house.calls().at(-1)?.call, ['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
  });

  it('fails in one line when npm fails, and writes no stamp', async (t) => {
    const house = build(t);
    const result = await house.setUp({ NPM_ENDS_WITH: '7' });
    assert.notEqual(result.code, 0);
    assert.match(result.said, /npm ci ended with code 7\. Read npm's message above/);
    assert.equal(existsSync(join(house.folder, 'node_modules/.holdfast-setup')), false);
  });

  it('refuses an old npm with a mend', async (t) => {
    const result = await build(t).setUp({ npm_config_user_agent: 'npm/8.19.4 node/v20.0.0' });
    assert.match(result.said, /npm 8\.19\.4 is too old\. Install npm 9 or newer/);
  });
});

interface Heard {
  readonly call: readonly string[];
  readonly omit?: string;
  readonly own?: string;
}

function build(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-set-up-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  mkdirSync(join(folder, 'npm'));
  writeFileSync(join(folder, 'npm/package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'npm/npm-cli.js'), npmStandIn);
  chmodSync(join(folder, 'npm/npm-cli.js'), 0o755);
  const log = join(folder, 'calls.jsonl');
  return {
    folder,
    calls: (): readonly Heard[] =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
    setUp: (environment: Readonly<Record<string, string>> = {}) => runSetUp(folder, environment),
  };
}

async function runSetUp(folder: string, environment: Readonly<Record<string, string>>) {
  const code = `import { setUp } from ${JSON.stringify(setUpModule)}; await setUp(${JSON.stringify(folder)});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: {
      ...process.env,
      npm_execpath: join(folder, 'npm/npm-cli.js'),
      npm_node_execpath: process.execPath,
      npm_config_user_agent: 'npm/11.0.0 node/v24.0.0',
      NODE_COMES_WITH: 'ci',
      ...environment,
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const exit = await new Promise((resolve) => child.on('close', resolve));
  return { code: exit, said };
}

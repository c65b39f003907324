import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

const module = new URL('../setup/older-node.mjs', import.meta.url).href;

// Stands in for npm: packs what lies beside it, or fails.
const npmStandIn = `
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
const [, , , spec, , into] = process.argv;
if (process.env.NPM_ENDS_WITH === undefined) copyFileSync('npm/node.tgz', join(into, spec.replace('@', '-') + '.tgz'));
process.exitCode = Number(process.env.NPM_ENDS_WITH ?? 0);
`;

describe('the older Node for tests', () => {
  it('is fetched once, whole, and runs', async (t) => {
    const house = build(t);
    const first = await house.fetch(house.sha512);
    assert.match(first.said, /^set-up: fetching Node 22\.\d+\.\d+ for tests\n$/);
    assert.equal(first.missing, false);
    assert.deepEqual(readdirSync(join(house.folder, 'node_modules/.cache/holdfast')).length, 1);
    assert.equal((await house.fetch(house.sha512)).said, '');
  });

  it('is refused under another checksum, and nothing of it stays', async (t) => {
    const house = build(t);
    const { said, missing } = await house.fetch(createHash('sha512').update('other').digest('base64'));
    assert.match(said, /skipped, node-any has another checksum\n$/);
    assert.match(String(missing), /run: npm test$/);
    assert.deepEqual(readdirSync(join(house.folder, 'node_modules/.cache/holdfast')), []);
  });

  it('is missed in one line where npm cannot fetch it, and where there is none', async (t) => {
    const house = build(t);
    const { said } = await house.fetch(house.sha512, { NPM_ENDS_WITH: '1' });
    assert.match(said, /skipped, npm could not fetch node-any\. Let npm reach its registry\n$/);
    assert.match((await house.fetch(null)).said, /^set-up: suites on Node [\d.]+: skipped, this platform has none\n$/);
    assert.equal(existsSync(join(house.folder, 'node_modules/.cache/holdfast/node')), false);
  });
});

function build(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-older-node-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'npm/package/bin'), { recursive: true });
  const version = /const version = '([\d.]+)'/.exec(readFileSync(new URL(module), 'utf8'))?.[1];
  writeFileSync(join(folder, 'npm/package/bin/node'), `#!/bin/sh\necho v${version}\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'npm/package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'npm/npm-cli.js'), npmStandIn);
  spawnSync('tar', ['-czf', 'node.tgz', 'package/bin/node'], { cwd: join(folder, 'npm') });
  const sha512 = createHash('sha512')
    .update(readFileSync(join(folder, 'npm/node.tgz')))
    .digest('base64');
  return {
    folder,
    sha512,
    fetch: (checksum: string | null, environment: Readonly<Record<string, string>> = {}) =>
      fetchInto(folder, checksum === null ? null : { name: 'node-any', sha512: checksum }, environment),
  };
}

/** Fetches in a process of its own; null is a platform that has no such package. */
async function fetchInto(folder: string, wanted: object | null, environment: Readonly<Record<string, string>>) {
  const [where, what] = [JSON.stringify(folder), JSON.stringify(wanted)];
  const code = `import { fetchOlderNode, olderNodeMissing } from ${JSON.stringify(module)};
await fetchOlderNode(${where}, ${what}); process.stdout.write(JSON.stringify(olderNodeMissing(${where})));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: {
      ...process.env,
      npm_execpath: join(folder, 'npm/npm-cli.js'),
      npm_node_execpath: process.execPath,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { out: '', said: '' };
  child.stdout.on('data', (chunk) => {
    told.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    told.said += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  return { said: told.said, missing: JSON.parse(told.out) as string | false };
}

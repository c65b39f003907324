import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { commandLine, runHoldfast, startHoldfast, temporaryFolder } from '../support/holdfast-process.ts';

const systemNode = '/usr/bin/node';
// A recent Node that says it is another one: all that the command line looks at.
const pretended =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.11.0"}})';

suite('bin/holdfast.mjs under a Node that is too old', { concurrency: 2 }, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;

  before(async () => {
    folder = await temporaryFolder();
  });
  after(() => folder?.remove());

  test(
    'starts the pinned Node of the repository, and passes signals and the exit code on',
    whereNodeIsOld(),
    async () => {
      const holdfast = await startHoldfast(['--data', join(folder.path, 'system')], { node: [systemNode] });
      assert.deepEqual(await holdfast.stop(), { code: 0, signal: null });
      assert.equal((await runHoldfast(['up', '--host', 'example.com'], { node: [systemNode] })).code, 2);
    },
  );

  test('the same with a Node that only says that it is old', async () => {
    const node = [process.execPath, '--import', pretended] as const;
    const { code, stdout, stderr } = await runHoldfast(['--help'], { node, cwd: folder.path });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Usage: holdfast /);
  });

  test('without a newer Node anywhere it says what to install, in one line, and ends with 2', async () => {
    // Installed where no pinned Node is in sight.
    const script = join(folder.path, 'bin', 'holdfast.mjs');
    cpSync(commandLine, script);
    const node = [process.execPath, '--import', pretended] as const;
    const { code, stdout, stderr } = await runHoldfast(['up'], { node, script, cwd: folder.path });
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^holdfast needs Node 22\.19 or newer and this is 20\.11\.0\. Install [^\n]+\n$/);
  });
});

function whereNodeIsOld(): { readonly skip?: string } {
  const version = existsSync(systemNode)
    ? spawnSync(systemNode, ['-p', 'process.versions.node']).stdout.toString()
    : '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major > 0 && (major < 22 || (major === 22 && minor < 19));
  return isOld ? {} : { skip: 'this machine has no older Node' };
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../support/holdfast-process.ts';
import { openScene, type Scene } from '../support/scene.ts';

suite('the env file is all that an unmodified client needs', { skip: process.platform === 'win32' }, () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene();
  });
  after(() => scene?.close());

  /** Runs a program behind a shell that has read files of the data directory. */
  function run(program: string, files: readonly string[]): string {
    const read = files.map((name) => `. "$DATA/${name}"`).join('; ');
    const { stdout, stderr } = spawnSync('sh', ['-c', `set -a; ${read}; set +a; exec "$NODE" "$PROGRAM"`], {
      env: {
        ...cleanEnvironment(),
        DATA: dirname(scene.holdfast.ready.envFile),
        NODE: process.execPath,
        PROGRAM: fileURLToPath(new URL(program, import.meta.url)),
      },
      encoding: 'utf8',
    });
    return stdout === '' ? stderr : stdout;
  }

  test('read by a shell, as the README says', () => {
    assert.equal(run('./env-program.mjs', ['env']), 'Bearer');
  });

  test('on a virtual machine, in App Service and in Service Fabric', () => {
    assert.equal(run('./env-identity-program.mjs', ['env']), 'DefaultToImds Bearer');
    assert.equal(run('./env-identity-program.mjs', ['env', 'env.appservice']), 'AppService Bearer');
    assert.equal(run('./env-identity-program.mjs', ['env', 'env.mits']), 'ServiceFabric Bearer');
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../support/holdfast-process.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = fileURLToPath(new URL('./env-program.mjs', import.meta.url));

suite('the env file is all that an unmodified client needs', { skip: process.platform === 'win32' }, () => {
  let scene: Scene;

  before(async () => {
    scene = await openScene();
  });
  after(() => scene?.close());

  test('read by a shell, as the README says', () => {
    const script = 'set -a; . "$ENV_FILE"; set +a; exec "$NODE" "$PROGRAM"';
    const { stdout, stderr } = spawnSync('sh', ['-c', script], {
      env: { ...cleanEnvironment(), ENV_FILE: scene.holdfast.ready.envFile, NODE: process.execPath, PROGRAM: program },
      encoding: 'utf8',
    });
    assert.equal(stdout, 'Bearer', stderr);
  });
});

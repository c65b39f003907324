import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';
import { repositoryRoot } from '../../../tools/report/run-check.ts';
import type { Told } from '../programs/revocation-feed.ts';
import { runInWorkerd } from '../runtimes/workerd.ts';

test('an API in workerd hears of a revocation, and refuses the token with its right proof', async () => {
  const { outputFiles } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ['conformance/portable/programs/revocation-feed.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    platform: 'browser',
    conditions: ['source', 'workerd', 'worker', 'browser'],
    logLevel: 'silent',
  });
  const code = outputFiles[0]?.text ?? '';
  assert.doesNotMatch(code, /from ?"node:/);
  const told = (await runInWorkerd(code)) as unknown as Told;
  assert.deepEqual([told.isNode, told.before, told.after], [false, 200, 401]);
  assert.match(told.challenge ?? '', /^Bearer error="insufficient_claims", claims="/);
  // Of this machine's load there is no bound; a feed that heard nothing is behind for ever.
  assert.ok(told.secondsBehind <= 60);
});

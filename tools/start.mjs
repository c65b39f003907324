#!/usr/bin/env node
/*
 * `npm start`: the demo, then `holdfast up` in the foreground. Arguments go to `up`: `npm start -- --port-base 0`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { requirePinnedNode } from './setup/pinned-node.mjs';
import { root } from './setup/repository.mjs';
import { exitCodeOf, runPinned } from './setup/run-pinned.mjs';

const commandLine = join(root, 'packages', 'holdfast', 'bin', 'holdfast.mjs');

process.exitCode = await start(process.argv.slice(2));

async function start(parameters) {
  requirePinnedNode();
  if (!existsSync(commandLine)) {
    console.error('start failed: packages/holdfast/bin/holdfast.mjs is missing. Check out the whole repository.');
    return 1;
  }
  // With --json, stdout belongs to the one line of `up`: the demo speaks on stderr.
  const demo = await runPinned([commandLine, 'demo'], ['ignore', parameters.includes('--json') ? 2 : 1, 2]);
  if (demo.code !== 0) return demo.code;
  if (demo.passedOn !== undefined) return exitCodeOf(demo.passedOn);
  return (await runPinned([commandLine, 'up', ...parameters], 'inherit')).code;
}

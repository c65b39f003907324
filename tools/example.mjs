#!/usr/bin/env node
/*
 * `npm run example:spa`: runs an example with the pinned Node. Arguments go to the example: `npm run example:spa -- --no-open`.
 */
import { requirePinnedNode } from './setup/pinned-node.mjs';
import { runPinned } from './setup/run-pinned.mjs';

const [example, ...parameters] = process.argv.slice(2);
requirePinnedNode();
process.exitCode = (
  await runPinned(['--conditions=source', `examples/${example}/start.ts`, ...parameters], 'inherit')
).code;

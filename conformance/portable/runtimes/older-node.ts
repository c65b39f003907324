import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../../../tools/report/run-check.ts';

interface SetUp {
  readonly olderNode: () => string;
  readonly olderNodeMissing: () => string | false;
}

// Set-up is plain JavaScript, which the compiler does not read.
const module = pathToFileURL(join(repositoryRoot, 'tools', 'setup', 'older-node.mjs')).href;
const { olderNode: find, olderNodeMissing: explain } = (await import(module)) as SetUp;

/** The oldest supported line of Node, as set-up fetched it. */
export const olderNode: string = find();

/** Why it cannot be used, or false. */
export const olderNodeMissing: string | false = explain();

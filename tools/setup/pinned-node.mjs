import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './repository.mjs';

/** The oldest Node that runs the sources: it strips types and knows the `source` condition. */
const needed = { major: 22, minor: 19 };

/** The Node binary that this repository pins as a development dependency. */
export function pinnedNode(folder = root) {
  return join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The environment in which `node` and every tool of this repository are found first. */
export function pinnedEnvironment(folder = root) {
  return { ...process.env, PATH: `${join(folder, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}` };
}

/** Says what is wrong with the pinned Node, or undefined when it runs and is new enough. */
export function pinnedNodeFault(folder = root) {
  const answer = spawnSync(pinnedNode(folder), ['--version'], { encoding: 'utf8', timeout: 30_000 });
  if (answer.error !== undefined || answer.status !== 0) return 'the pinned Node does not run';
  const [major, minor] = answer.stdout.trim().slice(1).split('.').map(Number);
  const enough = major > needed.major || (major === needed.major && minor >= needed.minor);
  return enough ? undefined : `the pinned Node is ${answer.stdout.trim()}, older than ${needed.major}.${needed.minor}`;
}

/** Runs set-up when the pinned Node is not there: npm leaves out `pre` scripts where `ignore-scripts` is set. */
export function requirePinnedNode(folder = root) {
  if (existsSync(pinnedNode(folder))) return;
  const setUp = spawnSync(process.execPath, [join(folder, 'tools', 'setup.mjs')], { stdio: ['ignore', 2, 2] });
  if (setUp.status !== 0) process.exit(1);
}

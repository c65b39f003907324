import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from './machine.ts';

let building: Promise<void> | undefined;

/**
 * Builds what users get, once in a run: everything else in the repository runs from source.
 *
 * @throws Error when it cannot be built
 */
export function ensureBuilt(): Promise<void> {
  building ??= runBuild();
  return building;
}

async function runBuild(): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'tools', 'build.mjs')], { cwd: root, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error('npm run build failed');
}

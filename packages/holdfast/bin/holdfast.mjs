#!/usr/bin/env node
/*
 * Finds a Node that can run Holdfast, starts it at most once, and gets out of the way. Plain JavaScript for any Node from 14 on.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldest = [22, 19];
const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, '..', 'src', 'main.ts');
const built = join(here, '..', 'dist', 'main.js');
// A checkout runs from source; an installed package, which lies under node_modules, runs what was built.
const isCheckout = existsSync(source) && !here.includes(`${sep}node_modules${sep}`);

if (!isCheckout && isRecent(process.versions.node)) {
  const folder = compileCache();
  if (folder !== undefined) module.enableCompileCache(folder);
  await import(built);
} else {
  const node = isRecent(process.versions.node) ? process.execPath : findNode();
  if (node === undefined) {
    console.error(
      `holdfast needs Node ${oldest.join('.')} or newer and this is ${process.versions.node}. Install a newer Node, or run \`npm install --save-dev node@24\`.`,
    );
    process.exitCode = 2;
  } else {
    run(node);
  }
}

function run(node) {
  const flags = isCheckout ? ['--conditions=source', source] : [built];
  const folder = compileCache();
  const child = spawn(node, [...flags, ...process.argv.slice(2)], {
    env: folder === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: folder },
    // Nothing is said over the channel: its end tells the child that this process was killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  // A terminal signals the whole group, a supervisor only this process: the child gets it either way and decides.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`holdfast could not start Node (${error.code ?? 'unknown'}). Check that it may be executed.`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

// Compiling is half of a start. What was compiled is kept beside the code it belongs to, where nobody else may write.
function compileCache() {
  const modules = isCheckout ? join(here, '..', '..', '..', 'node_modules') : join(here, '..', '..');
  const isOurs = process.env.NODE_COMPILE_CACHE === undefined && basename(modules) === 'node_modules';
  return isOurs ? join(modules, '.cache', 'holdfast') : undefined;
}

function findNode() {
  for (const base of [here, process.cwd()]) {
    try {
      const require = createRequire(join(base, 'package.json'));
      const manifest = require.resolve('node/package.json');
      if (!isRecent(require(manifest).version)) continue;
      const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(binary)) return binary;
    } catch {
      // not installed here; look in the next place
    }
  }
  return undefined;
}

function isRecent(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

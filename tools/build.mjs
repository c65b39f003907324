#!/usr/bin/env node
/*
 * `npm run build`: compiles every package into its dist, and then writes each door of a library as one file with everything of its own
 * package in it, since finding a file costs a program more than running it. See decisions/0013-doors-are-built-as-one-file.md.
 * `build.mjs FOLDER` does the same in a copy of the packages; words after that go to the compiler.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { pinnedEnvironment } from './setup/pinned-node.mjs';
import { root } from './setup/repository.mjs';

/** Packages that programs import; the command line is started, and finds its files by their place. */
const libraries = ['core', 'oauth', 'node', 'browser', 'resource', 'mits', 'authority'];

const place = process.argv[2] ?? root;
const compiled = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-b', ...process.argv.slice(3)], {
  cwd: place,
  env: pinnedEnvironment(),
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exitCode = compiled.status ?? 1;
if (process.exitCode === 0) for (const library of libraries) await joinDoors(join(place, 'packages', library));

async function joinDoors(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const doors = Object.values(exports).map((door) => [
    door.default.slice('./dist/'.length, -'.js'.length),
    door.source,
  ]);
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: Object.fromEntries(doors),
    outdir: 'dist',
    // What two doors share is shared when both are open: one class of error, one set of keys.
    splitting: true,
    chunkNames: 'shared/[hash]',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    packages: 'external',
    external: ['#*'],
    sourcemap: 'linked',
    tsconfigRaw: {},
    write: false,
    logLevel: 'warning',
  });
  for (const { path, contents } of outputFiles) writeIfOther(path, withoutBareImports(Buffer.from(contents)));
  const shared = join(folder, 'dist', 'shared');
  const written = new Set(outputFiles.map(({ path }) => path));
  for (const file of existsSync(shared) ? readdirSync(shared) : []) {
    if (!written.has(join(shared, file))) rmSync(join(shared, file));
  }
}

// A file is imported for nothing where everything that came of it was left out. No file of ours does anything by being imported, and bundlers
// warn of each such line. The line stays, empty, for the source map.
function withoutBareImports(contents) {
  const text = contents.toString();
  const bare = /^import "\.{1,2}\/[^"]+";$/gm;
  return bare.test(text) ? Buffer.from(text.replace(bare, '')) : contents;
}

// Nothing is touched that is as it should be: a program may be reading it.
function writeIfOther(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
